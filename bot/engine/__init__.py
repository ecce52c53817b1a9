"""What lives inside Rasa's process. Must run on Python 3.10; the only package that imports Rasa."""
