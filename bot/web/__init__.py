"""The public process: the API of contract/http-api.md and the chat page. Knows nothing of the staff side."""
