"""The staff process: its own port, never reachable from the public one. Knows nothing of the public side."""
