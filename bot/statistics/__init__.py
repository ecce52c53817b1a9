"""Counts that identify no one: sums for whoever keeps it running, and sums of a week for the municipality."""
