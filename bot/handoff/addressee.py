"""Whose staff a code opens for. It goes into the place a record lies in: for the staff of another there is no record.

Decision 0023.
"""

from typing import NewType

Addressee = NewType("Addressee", str)

HOTLINE = Addressee("hotline")
SELF = Addressee("selv")  # made for the person alone: opens for whoever they show it to


def municipality(slug: str) -> Addressee:
    """Give the staff of the municipality with this slug."""
    return Addressee(f"kommune:{slug.casefold()}")
