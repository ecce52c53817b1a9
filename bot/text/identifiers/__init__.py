"""Takes out of a text what could identify someone, before anything else sees it."""

from bot.text.identifiers.kept import HELP_NUMBERS
from bot.text.identifiers.redactor import Redaction, Redactor

__all__ = ["HELP_NUMBERS", "Redaction", "Redactor"]
