"""What understands a message: components of Rasa's graph, configured in config.yml."""
