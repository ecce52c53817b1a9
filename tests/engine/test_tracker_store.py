"""The tracker store forgets: by age, on request, and the words at once. Runs in .venv-engine, with Rasa's own trackers."""

import asyncio

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered
from rasa.shared.core.slots import TextSlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.tracker_store import KEPT_TURNS, ForgettingTrackerStore, last_turns


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(clock: Clock) -> ForgettingTrackerStore:
    return ForgettingTrackerStore(Domain.empty(), clock=clock)


def tracker(turns: int, name: str = "a") -> DialogueStateTracker:
    made = DialogueStateTracker(name, [TextSlot("hvem", [{"type": "from_text"}])])
    for turn in range(turns):
        made.update(
            UserUttered(
                f"hemmelige ord {turn}", {"name": "hilsen", "confidence": 1.0}, parse_data={"text": "hemmelige ord"}
            )
        )
        made.update(ActionExecuted("utter_hilsen"))
        made.update(BotUttered("Hej"))
        made.update(ActionExecuted("action_listen"))
    return made


def test_what_was_typed_is_not_kept(store: ForgettingTrackerStore) -> None:
    asyncio.run(store.save(tracker(3)))
    assert b"hemmelige" not in store._kept["a"].dialogue
    back = asyncio.run(store.retrieve("a"))
    assert back.latest_message.intent["name"] == "hilsen"
    assert back.latest_message.text is None


def test_half_an_hour_of_silence_forgets(store: ForgettingTrackerStore, clock: Clock) -> None:
    asyncio.run(store.save(tracker(1)))
    clock.now = 30 * 60
    assert asyncio.run(store.retrieve("a"))
    clock.now += 1
    assert asyncio.run(store.retrieve("a")) is None
    assert not asyncio.run(store.keys())


def test_the_sweep_forgets_what_nobody_asks_for(store: ForgettingTrackerStore, clock: Clock) -> None:
    asyncio.run(store.save(tracker(1, "old")))
    clock.now = 31 * 60
    asyncio.run(store.save(tracker(1, "new")))
    assert store.sweep() == 1
    assert asyncio.run(store.keys()) == ["new"]


def test_forgetting_is_at_once_and_can_be_repeated(store: ForgettingTrackerStore) -> None:
    asyncio.run(store.save(tracker(1)))
    store.forget("a")
    store.forget("a")
    assert asyncio.run(store.retrieve("a")) is None


def test_a_long_conversation_keeps_its_last_turns_and_its_slots() -> None:
    long = tracker(0)
    long.update(SlotSet("hvem", "mig"))
    for event in tracker(150).events:
        long.update(event)
    kept = last_turns(long)
    assert sum(isinstance(event, UserUttered) for event in kept) == KEPT_TURNS
    rebuilt = DialogueStateTracker.from_events("a", kept, long.slots.values())
    assert rebuilt.get_slot("hvem") == "mig"


def test_an_active_form_keeps_all_of_its_turns() -> None:
    long = tracker(20)
    long.active_loop = type("Loop", (), {"name": "afklaring_form"})()
    assert len(last_turns(long)) == len(long.events)
