"""Each patch of Rasa behaves as what it replaces. Runs in .venv-engine."""

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event, UserUttered
from rasa.shared.utils.common import all_subclasses

from bot.engine import patches

GOOD = [
    {},
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "name": "a", "value": 1}], "responses": [{"text": "x"}]},
]
BAD = [{"events": {}}, {"events": [{"event": 1}]}, {"responses": [1]}, {"responses": {}}]


@pytest.fixture
def originals():
    validate, resolve = RemoteAction._validate_action_result, Event.resolve_by_type
    yield validate, resolve
    RemoteAction._validate_action_result, Event.resolve_by_type = validate, staticmethod(resolve)


def verdict(validate, result) -> bool:
    try:
        return validate(RemoteAction("action_x", None), result)
    except ValidationError:
        return False


@pytest.mark.parametrize("result", GOOD + BAD)
def test_the_validator_gives_the_same_verdict(originals, result) -> None:
    before = verdict(originals[0], result)
    patches.build_action_validator_once()
    assert verdict(RemoteAction._validate_action_result, result) is before is (result in GOOD)


def test_every_event_is_found_by_the_same_name(originals) -> None:
    names = {event.type_name for event in all_subclasses(Event)} - {None}
    before = {name: originals[1](name) for name in names}
    patches.look_events_up_in_a_dictionary()
    assert {name: Event.resolve_by_type(name) for name in names} == before
    assert Event.resolve_by_type("topic") is None
    assert Event.resolve_by_type("unknown", UserUttered) is UserUttered
    with pytest.raises(ValueError, match="unknown"):
        Event.resolve_by_type("unknown")
