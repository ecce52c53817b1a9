"""The code that opens, once, what a person chose to hand over to a human. Pure; knows nothing of Rasa or Sanic.

`service` is the front door: `HandoffMaker` for the action server, `HandoffDesk` for the staff process.
"""
