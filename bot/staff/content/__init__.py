"""Content: staff read what the assistant says and knows, see what needs somebody, and approve it. Pages without scripts."""
