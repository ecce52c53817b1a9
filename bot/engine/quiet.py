"""Logging for Rasa's process. Set up before Rasa is imported: unconfigured, structlog prints every level, with the text."""

import logging

import structlog

from bot import quiet


def set_up() -> None:
    """Send our warnings and errors to standard error, others' by place and kind only, structlog's nowhere."""
    quiet.set_up()
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL),
        logger_factory=structlog.ReturnLoggerFactory(),
        cache_logger_on_first_use=False,
    )
