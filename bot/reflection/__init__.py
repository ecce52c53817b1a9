"""The gentle reflection: its questions, what is told, how an answer is heard, the ways on. Pure; knows nothing of Rasa."""
