"""The tracker store that forgets: by age, on request, and never the words a person typed. What it keeps is sealed.

Rasa's own stores have no way to end a conversation, and `Restarted` leaves everything in place
(design: rasa-traps 1, 3).
"""

import json
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Dict, Iterable, Iterator, List, Optional, Union

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.sealing import open_sealed, seal
from bot.engine.shelves import Shelf, shelf_at

IDLE_SECONDS = 30 * 60
# The rules look at the latest turns only. A window makes turn 150 cost what turn 1 costs.
KEPT_TURNS = 6
_of_turn: ContextVar[Optional[Dict[str, DialogueStateTracker]]] = ContextVar(
    "the tracker this turn works on", default=None
)
HANDOFF = "handoff"  # under `custom` of what was said: the code, which nobody but the person may keep


class ForgettingTrackerStore(TrackerStore):
    """Keeps the last turns of a conversation, sealed, until it is forgotten or has been silent for half an hour."""

    def __init__(
        self,
        domain: Optional[Domain],
        event_broker: Optional[Any] = None,
        host: Optional[str] = "",  # what Rasa makes of `url` in endpoints.yml
        idle_seconds: Union[float, str] = IDLE_SECONDS,
        shelf: Optional[Shelf] = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker=None, **kwargs)  # no broker: nothing of a conversation leaves this store
        self._shelf = shelf or shelf_at(host or "", float(idle_seconds))

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the tracker's last turns, without what was typed."""
        events = [without_words(event) for event in last_turns(tracker)]
        dialogue = json.dumps([event.as_dict() for event in events]).encode()
        await self._shelf.put(tracker.sender_id, seal(tracker.sender_id, dialogue))
        _hold(tracker)

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """Give the tracker back, or None if there is none or its time is up."""
        held = (_of_turn.get() or {}).get(sender_id)
        if held is not None:
            return held
        sealed = await self._shelf.get(sender_id)
        if sealed is None:
            return None
        events = [Event.from_parameters(parameters) for parameters in json.loads(open_sealed(sender_id, sealed))]
        tracker = DialogueStateTracker.from_events(
            sender_id,
            evts=events,
            slots=self.domain.slots,
            domain=self.domain,
            max_event_history=self.max_event_history,
        )
        _hold(tracker)
        return tracker

    async def keys(self) -> Iterable[str]:
        """Give the ids of the conversations kept now."""
        return await self._shelf.names()

    async def forget(self, sender_id: str) -> None:
        """Forget a conversation. Forgetting what is not there is fine."""
        await self._shelf.forget(sender_id)

    async def sweep(self) -> int:
        """Forget every conversation whose time is up; give their number."""
        return await self._shelf.sweep()


@contextmanager
def one_turn() -> Iterator[None]:
    """Let whoever asks for a tracker within the turn share one, instead of opening and replaying what is kept each time."""
    token = _of_turn.set({})
    try:
        yield
    finally:
        _of_turn.reset(token)


def _hold(tracker: DialogueStateTracker) -> None:
    held = _of_turn.get()
    if held is not None:
        held[tracker.sender_id] = tracker


def without_words(event: Event) -> Event:
    """Give the event without typed text: what the rules need of a message is its intent. A code that was shown goes too."""
    if isinstance(event, BotUttered) and HANDOFF in (event.data.get("custom") or {}):
        custom = {name: value for name, value in event.data["custom"].items() if name != HANDOFF}
        return BotUttered(event.text, {**event.data, "custom": custom}, event.metadata, event.timestamp)
    if not isinstance(event, UserUttered):
        return event
    return UserUttered(
        text=None,
        intent=event.intent,
        parse_data={"intent": event.intent, "entities": [], "text": None} | _kept_of(event.parse_data),
        timestamp=event.timestamp,
        input_channel=event.input_channel,
        message_id=event.message_id,
    )


def _kept_of(parse_data: Dict[str, Any]) -> Dict[str, Any]:
    """Give what was understood besides the intent: names only, no words."""
    return {key: parse_data.get(key) for key in ("danger", "also")}


def last_turns(tracker: DialogueStateTracker, turns: int = KEPT_TURNS) -> List[Event]:
    """Give the tracker's events of the last turns, led by the slots and the form as they stood before them."""
    events = list(tracker.events)
    starts = [index for index, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(starts) <= turns:
        return events
    cut = starts[-turns]
    before = tracker.init_copy()
    for event in events[:cut]:
        before.update(event)
    slots = [SlotSet(name, value) for name, value in before.current_slot_values().items() if value is not None]
    form = [ActiveLoop(before.active_loop_name)] if before.active_loop_name else []
    return [*slots, *form, ActionExecuted(ACTION_LISTEN_NAME), *events[cut:]]
