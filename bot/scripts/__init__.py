"""Scripted conversations: written by people who know the field, run against the real assistant."""
