"""Every liberty taken with Rasa 3.6.21, in one place: what, why, and what it gains. tests/engine shows the same behaviour.

The version is pinned and will not change any more, which is what makes these safe to hold.
"""

from typing import Any, Dict, Optional, Type

import jsonschema
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event
from rasa.shared.utils.common import all_subclasses


def build_action_validator_once() -> None:
    """Check an action's answer against a validator that is built once, not at each custom action (25-50 ms a turn)."""
    schema = RemoteAction.action_response_format_spec()
    validator = jsonschema.validators.validator_for(schema)(schema)

    def validate(self: RemoteAction, result: Dict[str, Any]) -> bool:
        validator.validate(result)
        return True

    RemoteAction._validate_action_result = validate


def look_events_up_in_a_dictionary() -> None:
    """Find an event's class by name in a dictionary, not by walking all subclasses for every event of every replay."""
    # First come, first kept: Rasa's own loop returns the first class of a name.
    by_name: Dict[str, Type[Event]] = {}
    for event in all_subclasses(Event):
        by_name.setdefault(event.type_name, event)

    def resolve(type_name: str, default: Optional[Type[Event]] = None) -> Optional[Type[Event]]:
        if type_name in by_name:
            return by_name[type_name]
        if type_name == "topic":
            return None
        if default is not None:
            return default
        raise ValueError(f"Unknown event name '{type_name}'.")

    Event.resolve_by_type = staticmethod(resolve)


def apply() -> None:
    """Apply every patch to this process."""
    build_action_validator_once()
    look_events_up_in_a_dictionary()
