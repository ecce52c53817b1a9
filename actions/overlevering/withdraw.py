"""Takes a code back."""

import asyncio
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.overlevering import HANDLE_SLOT
from actions.overlevering.desk import maker
from actions.saying import say
from bot.handoff.service import WithdrawalHandle
from bot.handoff.stores import HandoffStoreUnavailable
from bot.statistics.counts import COUNTS


class Withdraw(Action):
    """Removes the record of the code that was made in this conversation."""

    def name(self) -> str:
        """Give the action's name (see parent class)."""
        return "action_slet_kode"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        """Remove it, and say that it is gone (see parent class)."""
        handle = tracker.get_slot(HANDLE_SLOT)
        if not handle:
            say(dispatcher, tracker, "slet_kode")
            return []
        try:
            was_there = await asyncio.to_thread(maker().withdraw, WithdrawalHandle(handle))
        except HandoffStoreUnavailable:
            say(dispatcher, tracker, "overlevering_ikke_slettet")
            return []
        if was_there:
            COUNTS.add("codes", "withdrawn")
        say(dispatcher, tracker, "overlevering_slettet" if was_there else "overlevering_var_vaek")
        return [SlotSet(HANDLE_SLOT, None)]
