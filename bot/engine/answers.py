"""Chooses among the wordings of an answer, so that none comes twice in a row."""

from typing import Any, Dict, Optional

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker


class VaryingAnswers(TemplatedNaturalLanguageGenerator):
    """Gives the wording that was said longest ago. Rasa's own choice is by chance and repeats itself."""

    def __init__(self, domain: Optional[Domain] = None, **_: Any) -> None:
        super().__init__(domain.responses if domain else {})

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> Optional[Dict[str, Any]]:
        """Give the answer named `utter_action`, or None if there is none (see parent class)."""
        variants = self.responses.get(utter_action)
        if not variants:
            return None
        said = [event.text for event in tracker.events if isinstance(event, BotUttered)]
        said.reverse()
        longest_ago = max(
            variants, key=lambda variant: said.index(variant["text"]) if variant["text"] in said else len(said)
        )
        return self._fill_response(dict(longest_ago), tracker.current_slot_values(), **kwargs)
