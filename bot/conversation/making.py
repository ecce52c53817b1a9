"""Puts the service together, for each process that holds conversations: web, terminal and workshop."""

import time
from datetime import datetime
from typing import Any

from bot.checking.load import make_shelf
from bot.conversation.engine import HttpEngine
from bot.conversation.service import ConversationService
from bot.conversation.sessions import MemorySessions, Sessions
from bot.knowledge.library import Shelf
from bot.knowledge.municipalities import DENMARK
from bot.settings import ROOT, Settings
from bot.text.danger import DangerDetector
from bot.text.identifiers import Redactor


def make_service(
    settings: Settings, engine: HttpEngine, redactor: Redactor | None = None, shelf: Shelf | None = None
) -> ConversationService:
    """Give the service that holds this process's conversations.

    Raises:
        ContentBroken: the content must not be used.
    """
    return ConversationService(**service_parts(settings, engine, redactor, shelf))


def service_parts(
    settings: Settings, engine: HttpEngine, redactor: Redactor | None = None, shelf: Shelf | None = None
) -> dict[str, Any]:
    """Give what a service is made of; raises as `make_service`."""
    return {
        "engine": engine,
        "sessions": MemorySessions(time.monotonic, settings.idle_minutes * 60, settings.max_conversations),
        "shelf": shelf or make_shelf(ROOT),
        "now": lambda: datetime.now(DENMARK),
        "redactor": redactor or Redactor.load(),
        "danger": DangerDetector.load(),
        "max_turns": settings.max_turns,
    }


def sessions_of(settings: Settings) -> Sessions:
    """Give the sessions of the public process: shared with others where the engines' conversations are, else its own."""
    shared_at = settings.trackers_url.get_secret_value()
    if shared_at:
        from bot.conversation.shared_sessions import RedisSessions  # not loaded where nobody shares

        return RedisSessions(shared_at, settings.idle_minutes * 60)
    return MemorySessions(time.monotonic, settings.idle_minutes * 60, settings.max_conversations)
