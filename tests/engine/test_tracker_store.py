"""The tracker store forgets: by age, on request, and the words at once. Runs in .venv-engine, with Rasa's own trackers."""

import asyncio

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, SlotSet, UserUttered
from rasa.shared.core.slots import TextSlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.sealing import NoKey, SealBroken, key_of_turn
from bot.engine.shelves import MemoryShelf
from bot.engine.tracker_store import KEPT_TURNS, ForgettingTrackerStore, last_turns, one_turn

KEY, OTHER_KEY = "11" * 32, "22" * 32


@pytest.fixture
def shelf() -> MemoryShelf:
    return MemoryShelf(idle_seconds=1800)


@pytest.fixture
def store(shelf: MemoryShelf) -> ForgettingTrackerStore:
    return ForgettingTrackerStore(Domain.empty(), shelf=shelf)


def run(turn, key: str = KEY):
    """Do something with the store as a turn does it: with the conversation's key."""
    with key_of_turn(key):
        return asyncio.run(turn)


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
    run(store.save(tracker(3)))
    back = run(store.retrieve("a"))
    assert back.latest_message.intent["name"] == "hilsen"
    assert back.latest_message.text is None
    assert "hemmelige" not in str([event.as_dict() for event in back.events])


def test_what_is_kept_is_sealed_with_the_conversation_s_own_key(
    store: ForgettingTrackerStore, shelf: MemoryShelf
) -> None:
    run(store.save(tracker(3)))
    assert b"hilsen" not in asyncio.run(shelf.get("a"))
    with pytest.raises(SealBroken):
        run(store.retrieve("a"), OTHER_KEY)


def test_a_sealed_dialogue_cannot_be_put_in_the_place_of_another(
    store: ForgettingTrackerStore, shelf: MemoryShelf
) -> None:
    run(store.save(tracker(3)))
    asyncio.run(shelf.put("b", asyncio.run(shelf.get("a"))))
    with pytest.raises(SealBroken):
        run(store.retrieve("b"))


def test_without_a_key_nothing_is_kept(store: ForgettingTrackerStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TRACKER_KEY")  # as our engine does at its start
    with pytest.raises(NoKey):
        asyncio.run(store.save(tracker(1)))
    assert not asyncio.run(store.keys())


def test_forgetting_is_at_once_and_can_be_repeated(store: ForgettingTrackerStore) -> None:
    run(store.save(tracker(1)))
    asyncio.run(store.forget("a"))
    asyncio.run(store.forget("a"))
    assert run(store.retrieve("a")) is None


def test_a_long_conversation_keeps_its_last_turns_and_its_slots() -> None:
    long = tracker(0)
    long.update(SlotSet("hvem", "mig"))
    for event in tracker(150).events:
        long.update(event)
    kept = last_turns(long)
    assert sum(isinstance(event, UserUttered) for event in kept) == KEPT_TURNS
    rebuilt = DialogueStateTracker.from_events("a", kept, long.slots.values())
    assert rebuilt.get_slot("hvem") == "mig"


def test_a_long_form_keeps_its_last_turns_and_is_still_the_form() -> None:
    long = tracker(1)
    long.update(ActiveLoop("afklaring_form"))
    for event in tracker(150).events:
        long.update(event)
    kept = last_turns(long)
    assert sum(isinstance(event, UserUttered) for event in kept) == KEPT_TURNS
    assert DialogueStateTracker.from_events("a", kept, []).active_loop_name == "afklaring_form"


def test_a_form_that_ended_stays_ended() -> None:
    long = tracker(1)
    long.update(ActiveLoop("afklaring_form"))
    for event in tracker(3).events:
        long.update(event)
    long.update(ActiveLoop(None))
    for event in tracker(20).events:
        long.update(event)
    assert DialogueStateTracker.from_events("a", last_turns(long), []).active_loop_name is None


async def ask_twice(store: ForgettingTrackerStore):
    with one_turn():
        first = await store.retrieve("a")
        return first, await store.retrieve("a")


def test_a_turn_shares_one_tracker_and_the_next_opens_it_anew(store: ForgettingTrackerStore) -> None:
    run(store.save(tracker(3)))
    first, second = run(ask_twice(store))
    assert first is second
    assert run(ask_twice(store))[0] is not first
    assert run(store.retrieve("a")) is not run(store.retrieve("a"))


def test_what_a_turn_saves_is_what_it_then_finds_and_others_find_it_without_words(
    store: ForgettingTrackerStore,
) -> None:
    said = tracker(3)

    async def turn():
        with one_turn():
            assert await store.retrieve("a") is None
            await store.save(said)
            return await store.retrieve("a")

    assert run(turn()) is said
    assert run(store.retrieve("a")).latest_message.text is None


def test_turns_at_the_same_time_share_nothing(store: ForgettingTrackerStore) -> None:
    run(store.save(tracker(1)))

    async def both():
        return await asyncio.gather(ask_twice(store), ask_twice(store))

    (one, _), (other, _) = run(both())
    assert one is not other
