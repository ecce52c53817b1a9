"""Every liberty taken with Rasa 3.6.21, in one place: what, why, and what it gains. tests/engine shows the same behaviour.

The version is pinned and will not change any more, which is what makes these safe to hold.
"""

from collections import defaultdict
from types import SimpleNamespace
from typing import Any, Dict, Iterable, List, Optional, Set, Tuple, Type

import jsonschema
import rasa.core.policies.rule_policy
import rasa.core.processor
from rasa.core.actions.action import RemoteAction
from rasa.core.policies.rule_policy import RULES, RulePolicy
from rasa.shared.core.constants import PREVIOUS_ACTION, SHOULD_NOT_BE_SET, USER
from rasa.shared.core.events import Event
from rasa.shared.core.slots import Slot
from rasa.shared.nlu.constants import ACTION_NAME, INTENT
from rasa.shared.utils.common import all_subclasses

ANYWHERE = (None, None)  # rules whose last step names no action


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


def try_rules_that_can_follow() -> None:
    """Try the rules whose last step is where the conversation is, not all of them for every prediction.

    A rule that asks for another action before it, or another intent, is the first that Rasa's own filter drops.
    """
    possible = RulePolicy._get_possible_keys

    def possible_here(self: RulePolicy, lookup: Dict[str, str], states: List[Dict[str, Any]]) -> Set[str]:
        if lookup is not self.lookup[RULES] or not states:
            return possible(self, lookup, states)
        if not hasattr(self, "_by_last_step"):
            self._by_last_step = _by_last_step(self, lookup)
        action, intent = _step(states[-1])
        near = [
            key for step in ((action, intent), (action, None), ANYWHERE) for key in self._by_last_step.get(step, ())
        ]
        return possible(self, dict.fromkeys(near), states)

    RulePolicy._get_possible_keys = possible_here


def _by_last_step(policy: RulePolicy, keys: Iterable[str]) -> Dict[Tuple[Any, Any], List[str]]:
    found: Dict[Tuple[Any, Any], List[str]] = defaultdict(list)
    for key in keys:
        action, intent = _step(policy._rule_key_to_state(key)[-1])
        found[(action, intent) if action else ANYWHERE].append(key)
    return found


def _step(state: Dict[str, Any]) -> Tuple[Any, Any]:
    """Give the action and the intent that a state names; None for one that it leaves open or forbids."""
    named = state.get(PREVIOUS_ACTION, {}).get(ACTION_NAME), state.get(USER, {}).get(INTENT)
    action, intent = (None if each == SHOULD_NOT_BE_SET else each for each in named)
    return action, intent


def copy_slots_at_once() -> None:
    """Copy a slot by its attributes, as `copy.copy` does by way of pickling: a turn copies some four hundred."""

    def copy_of(self: Slot) -> Slot:
        same = object.__new__(type(self))
        same.__dict__.update(self.__dict__)
        return same

    Slot.__copy__ = copy_of


def copy_nothing_for_a_log() -> None:
    """Make no deep copies of a conversation for debug lines that are never written. Both modules copy for nothing else."""
    as_it_is = SimpleNamespace(deepcopy=lambda logged: logged)
    rasa.core.processor.copy = as_it_is
    rasa.core.policies.rule_policy.copy = as_it_is


def apply() -> None:
    """Apply every patch to this process."""
    build_action_validator_once()
    look_events_up_in_a_dictionary()
    try_rules_that_can_follow()
    copy_slots_at_once()
    copy_nothing_for_a_log()
