"""Logging that holds events and kinds, never words. Used by every process; runs on Python 3.10."""

import logging
import sys
import warnings
from typing import Any

OURS = ("bot", "actions")


class KindOnly(logging.Formatter):
    """Writes where a record came from and the kind of its exception.

    What other libraries put in their messages and tracebacks can hold a whole conversation (Rasa logs the text of a
    message that fails, rasa-sdk the request), so only our own messages are written out.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Give the record's line."""
        ours = record.name.split(".")[0] in OURS
        message = (
            record.getMessage() if ours else f"(a message of {record.module}:{record.lineno}, kept out of the log)"
        )
        fault = f" [{record.exc_info[0].__name__}]" if record.exc_info and record.exc_info[0] else ""
        return f"{record.levelname} {record.name} {message}{fault}"


def set_up(level: int = logging.WARNING) -> None:
    """Send warnings and errors of this process to standard error, and nothing else anywhere."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(KindOnly())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    warnings.showwarning = (
        _say_nothing  # Rasa warns with the text that it could not read; filters do not hold, some libraries reset them
    )


def _say_nothing(*_: Any, **__: Any) -> None:
    """Stand in for `warnings.showwarning`."""
