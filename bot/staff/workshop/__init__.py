"""The workshop: staff read, run, talk over and write scripted conversations. Pages without scripts, and two calls."""
