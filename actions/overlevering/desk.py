"""Where codes are made and withdrawn: the action server's half of the store. It cannot read a record."""

import time
from functools import cache

from bot.handoff.code import CodeBook
from bot.handoff.key import kept_key, make_private
from bot.handoff.outbox import Outbox
from bot.handoff.sealed import Safe
from bot.handoff.service import HandoffMaker
from bot.handoff.stores import open_outbox, open_store
from bot.settings import Settings, read_settings


@cache
def maker() -> HandoffMaker:
    """Give what makes codes, with the store that the settings name.

    Raises:
        HandoffStoreUnavailable: the store cannot be opened; asked again the next time.
    """
    settings = _settings()
    make_private(settings.state_folder)
    store = open_store(settings.handoff_store_url, time.time)
    safe = Safe(settings.handoff_key.get_secret_value() or kept_key(settings.state_folder))
    return HandoffMaker(store, safe, CodeBook.load(), time.time, settings.handoff_days, outbox())


@cache
def outbox() -> Outbox:
    """Give what is to be sent, in the same store; raises as `maker`."""
    settings = _settings()
    make_private(settings.state_folder)
    return open_outbox(settings.handoff_store_url, time.time)


def hotline_opens_codes() -> bool:
    """Tell whether Lev Uden Volds hotline has been given a way to open codes made here."""
    return _settings().hotline_opens_codes


@cache
def _settings() -> Settings:
    return read_settings()
