"""Sends records to the municipalities that want them, beside the conversations."""

import asyncio
import logging

import httpx

from actions.overlevering.desk import outbox
from actions.overlevering.receivers import addresses
from bot.handoff.outbox import Outbox
from bot.handoff.push import LOOK_SECONDS, Postman, keep_going_round
from bot.handoff.stores import HandoffStoreUnavailable

logger = logging.getLogger(__name__)


async def push_records() -> None:
    """Deliver for as long as the process runs. Redirects are not followed: a record goes to the address that was approved."""
    async with httpx.AsyncClient(follow_redirects=False, trust_env=False) as client:
        await keep_going_round(Postman(await _opened(), addresses, client))


async def _opened() -> Outbox:
    """Give the outbox once a municipality wants records sent: before that, no store is opened for it."""
    while True:
        try:
            if addresses():
                return await asyncio.to_thread(outbox)
        except HandoffStoreUnavailable:
            logger.warning("The outbox of the handoff store cannot be opened")
        await asyncio.sleep(LOOK_SECONDS)
