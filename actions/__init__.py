"""Custom actions, run by rasa-sdk in a process of their own. Thin: one goal a file."""
