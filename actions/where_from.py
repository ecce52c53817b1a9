"""“Hvor ved du det fra?”: the sources of the last answer, or an honest line where it has none."""

from datetime import datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.last_answer import WHERE_FROM, last_answer
from actions.saying import say
from bot.knowledge.cards import may_be_shown
from bot.knowledge.filling import sources_of
from bot.knowledge.municipalities import DENMARK
from bot.text.dates import danish_date

MOST_IN_WORDS = 3  # the rest is folded away under the answer: nobody reads nine titles


class WhereFrom(Action):
    """Tells what the last answer builds on and when it was checked."""

    def name(self) -> str:
        """Give the action's name (see parent class)."""
        return WHERE_FROM

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        """Answer (see parent class)."""
        last = last_answer(tracker)
        today = datetime.now(DENMARK).date()
        told = [*last.cards, *(last.further if last.told_more else [])]
        sources = sources_of(card for card in told if may_be_shown(card, today))
        if sources:
            lines = [
                f"– {each['title']} (set efter {danish_date(each['checked'])})" for each in sources[:MOST_IN_WORDS]
            ]
            name = "hvor_ved_du_det_fra" if len(sources) <= MOST_IN_WORDS else "hvor_ved_du_det_fra_flere"
            say(dispatcher, tracker, name, custom={"sources": sources}, words={"kilder": "\n".join(lines)})
        elif last.cards:
            say(dispatcher, tracker, "hvor_ved_du_det_fra_ikke_godkendt")
        else:
            say(dispatcher, tracker, f"hvor_ved_du_det_fra_{'kommunen' if last.of_municipality else 'intet'}")
        return []
