"""Runs at the start of every Python in .venv-engine, so that Rasa's own commands behave there as in our engine.

Installed as a line of a .pth file by the Makefile. Keep it light: no import of Rasa here.
"""

import os
import secrets

from bot.engine import without_tensorflow

os.environ["RASA_TELEMETRY_ENABLED"] = "false"  # on by default: events to Segment, exception texts to Sentry
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
# credentials.yml and endpoints.yml name these. `bot run` sets them; `rasa shell` gets a secret that nobody knows.
os.environ.setdefault("ENGINE_SECRET", secrets.token_urlsafe(32))
os.environ.setdefault("TRACKER_KEY", secrets.token_hex(32))
os.environ.setdefault("TRACKERS_URL", "")
os.environ.setdefault("IDLE_SECONDS", "1800")
os.environ.setdefault("ACTIONS_URL", "http://127.0.0.1:5055/webhook")
without_tensorflow.install()
