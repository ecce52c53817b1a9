"""What is said, checked by machine: every intent answered, plainly, with true numbers and a way on."""

from datetime import datetime
from functools import cache

import pytest
import yaml

from bot.checking.run import check_content
from bot.conversation.messages import Kind, Said, read_response
from bot.knowledge.content import Content, read_content
from bot.knowledge.municipalities import DENMARK
from bot.settings import ROOT

# An answer to a question of the reflection, or on the way to a code: carried by a button, never meant by words.
SERVER_S_OWN = {"svar", "overlevering_svar"}

CONTRACT = yaml.safe_load((ROOT / "domain.yml").read_text())["intents"]
EXAMPLES = {
    intent["intent"]: intent["examples"].strip().splitlines()
    for file in sorted((ROOT / "data" / "nlu").rglob("*.yml"))
    for intent in yaml.safe_load(file.read_text())["nlu"]
}


@cache
def content() -> Content:
    return read_content(ROOT)


def said() -> list[tuple[str, Said]]:
    return [(wording.name, read_response(wording.response)) for wording in content().wordings]


def test_the_project_s_content_has_no_fault() -> None:
    found = check_content(content(), datetime.now(DENMARK).date())
    assert not [str(fault) for fault in found if not fault.is_warning]


def test_there_are_at_least_120_cards() -> None:
    assert len(list(content().cards)) >= 120


def test_the_98_intents_of_the_contract_are_declared() -> None:
    assert len(CONTRACT) == len(set(CONTRACT)) >= 98


@pytest.mark.parametrize("intent", SERVER_S_OWN)
def test_what_only_the_server_sends_is_never_learnt_from_words(intent: str) -> None:
    assert intent in CONTRACT
    assert intent not in EXAMPLES


@pytest.mark.parametrize("intent", CONTRACT[:98])
def test_every_intent_has_at_least_30_different_examples(intent: str) -> None:
    assert len(set(EXAMPLES[intent])) >= 30


def test_no_example_stands_under_two_intents() -> None:
    owners: dict[str, set[str]] = {}
    for intent, examples in EXAMPLES.items():
        for example in examples:
            owners.setdefault(example.strip(" -").casefold(), set()).add(intent)
    assert not {example: intents for example, intents in owners.items() if len(intents) > 1}


def test_help_in_danger_is_one_line_with_the_number_first() -> None:
    straight = [answer for name, answer in said() if "_straks" in name]
    assert straight
    for answer in straight:
        (bubble,) = answer.bubbles
        assert bubble.kind is Kind.URGENT
        assert bubble.links[0].href in ("tel:112", "tel:1888")
        assert "hvis det er nu" in bubble.text.lower()


def test_nothing_but_danger_is_urgent_and_the_numbers_for_who_has_two_minutes() -> None:
    urgent = {name for name, answer in said() if any(bubble.kind is Kind.URGENT for bubble in answer.bubbles)}
    assert all("_straks" in name or "_fare_" in name or name == "utter_faa_minutter" for name in urgent)
