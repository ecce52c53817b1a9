"""Chooses among the wordings of an answer, so that none comes twice in a row and each speaks of the one it is about."""

from pathlib import Path
from typing import Any, Dict, Optional

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.knowledge.wordings import texts_about_another, wording_to_say

# While a question on the way to a code stands open, another answer leads back to it. Not help in danger: it says one thing.
OPEN_SLOT = "kode_trin"
STRAIGHT = "_straks"
BACK_TO_CODE = {"title": "Tilbage til koden", "payload": "/start_overlevering"}

TEXTS = Path(__file__).parents[2] / "data" / "tekster"


class VaryingAnswers(TemplatedNaturalLanguageGenerator):
    """Gives the wording that `wording_to_say` chooses. Rasa's own choice is by chance and repeats itself."""

    def __init__(self, domain: Optional[Domain] = None, **_: Any) -> None:
        super().__init__(domain.responses if domain else {})
        self._about_another = texts_about_another(TEXTS)

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> Optional[Dict[str, Any]]:
        """Give the answer named `utter_action`, or None if there is none (see parent class)."""
        if not self.responses.get(utter_action):
            return None
        slots = tracker.current_slot_values()
        said = [event.text for event in reversed(tracker.events) if isinstance(event, BotUttered)]
        wording = wording_to_say(utter_action, self.responses, self._about_another, said, slots)
        answer = self._fill_response(dict(wording), slots, **kwargs)
        if answer and slots.get(OPEN_SLOT) and not utter_action.endswith(STRAIGHT):
            answer["buttons"] = [*(answer.get("buttons") or []), BACK_TO_CODE]
        return answer
