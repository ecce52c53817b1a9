"""Pure functions over text: identifiers, danger, spelling, readability. Knows nothing of Rasa or Sanic."""
