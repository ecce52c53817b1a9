"""What may be said: answers, cards and municipalities. Loaded and checked; knows nothing of Rasa or Sanic."""
