"""“Fortæl mere”: the longer text of the cards in the last answer, then the cards that wait to be asked for, two at a time."""

from datetime import datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.last_answer import TELL_MORE, last_answer
from actions.saying import say
from bot.knowledge.cards import may_be_shown
from bot.knowledge.filling import sources_of
from bot.knowledge.municipalities import DENMARK
from bot.knowledge.numbers import Link, call, phones_in

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
        known = [(card, card.mere) for card in last.cards if card.mere and may_be_shown(card, today)]
        known += [(card, card.tekst) for card in last.further if may_be_shown(card, today)]
        start = last.told_more * AT_ONCE
        now, later = known[start : start + AT_ONCE], known[start + AT_ONCE :]
        if now:
            told = "\n\n".join(text for _, text in now)
            custom = {"sources": sources_of(card for card, _ in now), "links": _calls(told)}
            say(dispatcher, tracker, "fortael_mere", AGAIN if later else None, custom=custom, words={"mere": told})
        else:
            say(dispatcher, tracker, "fortael_mere_alt_sagt" if known else "fortael_mere_intet")
        return []


def _calls(text: str) -> list[Link]:
    return [call(number) for number in dict.fromkeys(phones_in(text))]
