"""Notices danger in a message by rules that can be read: `rules.yml` says what, `detector.py` looks for it."""

from bot.text.danger.detector import Danger, DangerDetector

__all__ = ["Danger", "DangerDetector"]
