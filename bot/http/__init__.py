"""What the public and the staff process share: they never import each other."""
