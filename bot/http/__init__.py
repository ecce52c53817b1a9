"""What the public and the staff process have in common. Imports neither of them."""
