"""“Fortæl mere”: the longer text of the cards in the last answer, two at a time, or an honest line when there is none."""

from datetime import datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.last_answer import TELL_MORE, last_answer
from actions.saying import say
from bot.knowledge.cards import may_be_shown
from bot.knowledge.filling import sources_of
from bot.knowledge.municipalities import DENMARK

AT_ONCE = 2
AGAIN = [{"title": "Fortæl mere", "payload": "/fortael_mere"}]


class TellMore(Action):
    """Tells what the last answer left out."""

    def name(self) -> str:
        """Give the action's name (see parent class)."""
        return TELL_MORE

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        """Answer (see parent class)."""
        last = last_answer(tracker)
        today = datetime.now(DENMARK).date()
        known = [card for card in last.cards if card.mere and may_be_shown(card, today)]
        start = last.told_more * AT_ONCE
        now, later = known[start : start + AT_ONCE], known[start + AT_ONCE :]
        if now:
            more = "\n\n".join(card.mere for card in now)
            say(
                dispatcher,
                tracker,
                "fortael_mere",
                AGAIN if later else None,
                custom={"sources": sources_of(now)},
                words={"mere": more},
            )
        else:
            say(dispatcher, tracker, "fortael_mere_alt_sagt" if known else "fortael_mere_intet")
        return []
