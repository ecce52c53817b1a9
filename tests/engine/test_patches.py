"""Each patch of Rasa behaves as what it replaces. Runs in .venv-engine."""

import ast
import copy
import random
from pathlib import Path

import pytest
import rasa.core.policies.rule_policy
import rasa.core.processor
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, UserUttered
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses

from bot.engine import patches

GOOD = [
    {},
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "name": "a", "value": 1}], "responses": [{"text": "x"}]},
]
BAD = [{"events": {}}, {"events": [{"event": 1}]}, {"responses": [1]}, {"responses": {}}]


ROOT = Path(__file__).parents[2]


@pytest.fixture
def originals(monkeypatch: pytest.MonkeyPatch):
    """What the patches replace; put back after the test."""
    validate, resolve = RemoteAction._validate_action_result, Event.resolve_by_type
    for of, name in (
        (RulePolicy, "_get_possible_keys"),
        (rasa.core.processor, "copy"),
        (rasa.core.policies.rule_policy, "copy"),
    ):
        monkeypatch.setattr(of, name, getattr(of, name))
    monkeypatch.setattr(Slot, "__copy__", None, raising=False)
    monkeypatch.delattr(Slot, "__copy__")
    yield validate, resolve
    RemoteAction._validate_action_result, Event.resolve_by_type = validate, staticmethod(resolve)
    if "__copy__" in vars(Slot):
        del Slot.__copy__


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


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """The rules as they were trained, and the domain."""
    models = sorted((ROOT / "models").glob("*.tar.gz"))
    assert models, "`make model` first"
    storage, metadata = LocalModelStorage.from_model_archive(tmp_path_factory.mktemp("model"), models[0])
    context = ExecutionContext(GraphSchema({}))
    policy = RulePolicy.load(RulePolicy.get_default_config(), storage, Resource("train_RulePolicy0"), context)
    return policy, metadata.domain


def talk(policy: RulePolicy, domain: Domain, chance: random.Random) -> list:
    """Give what the rules predict, prediction by prediction, in a conversation that may go anywhere."""
    tracker = DialogueStateTracker("a", domain.slots)
    tracker.update(ActionExecuted("action_listen"))
    predicted = []
    for _ in range(12):
        intent = chance.choice([*domain.intents, "nlu_fallback"])
        tracker.update(UserUttered("ord", {"name": intent, "confidence": 1.0}), domain)
        for _ in range(4):
            prediction, source = policy._predict(tracker, domain)
            predicted.append((prediction.probabilities, prediction.events, prediction.is_end_to_end_prediction, source))
            action = domain.action_names_or_texts[
                max(range(domain.num_actions), key=prediction.probabilities.__getitem__)
            ]
            if not prediction.max_confidence:
                action = "action_listen"
            tracker.update(ActionExecuted(action), domain)
            if action == "action_listen":
                break
    return predicted


def test_the_trained_rules_predict_the_same(originals, trained) -> None:
    before = [talk(*trained, random.Random(seed)) for seed in range(8)]
    patches.try_rules_that_can_follow()
    assert [talk(*trained, random.Random(seed)) for seed in range(8)] == before
    assert len({source for predicted in before for *_, source in predicted}) > 20


def test_a_copied_slot_is_the_same_and_another(originals, trained) -> None:
    before = [copy.copy(slot) for slot in trained[1].slots]
    patches.copy_slots_at_once()
    for slot, was in zip(trained[1].slots, before, strict=True):
        now = copy.copy(slot)
        assert (type(now), vars(now)) == (type(was), vars(was))
        now.value = "andet"
        assert slot.value != "andet"
    assert len({type(slot) for slot in before}) > 2


@pytest.mark.parametrize("module", [rasa.core.processor, rasa.core.policies.rule_policy])
def test_what_is_copied_no_more_was_copied_for_debug_lines_alone(module) -> None:
    tree = ast.parse(Path(module.__file__).read_text())
    everywhere = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == "copy"]
    debug_lines = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "structlogger.debug"
    ]
    in_them = [
        node for line in debug_lines for node in ast.walk(line) if isinstance(node, ast.Name) and node.id == "copy"
    ]
    assert everywhere
    assert len(in_them) == len(everywhere)
