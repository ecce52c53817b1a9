"""`bot check`: every fault of the content, before a person meets it. One Danish line a fault, with file, line and mending."""
