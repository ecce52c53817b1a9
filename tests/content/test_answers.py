"""What is said, checked by machine: every intent answered, plainly, with true numbers and a way on."""

import re
from collections import Counter

import pytest
import yaml

from bot.conversation.messages import Kind, Said, read_response
from bot.knowledge.answers import Answers
from bot.settings import ROOT
from bot.text.readability import lix, words

# facts.md: the numbers a citizen may be shown, until a person has approved more.
NUMBERS = {"112", "114", "1888", "116111", "116006", "70201201"}
FIGURES = {
    "133",
    "135",
    "243",
    "82.000",
    "43.000",
}  # paragraphs (L-21, L-22, L-30) and the one figure for prevalence (N-03)
NOT_SAID = (
    "voldsmand",
    "hævnporno",
    "konflikt",
    "hvorfor",
    "du skal forlade",
    "er du sikker",
    "du er sikker",
    "det bliver godt",
    "for sent",
    "§ 153",
)
OTHER_LANGUAGES = re.compile(r"(utter_)?andet_sprog")
# The page is gone; the buttons come from the message itself; what stands beside an answer or on a page of its own.
NO_WAY_ON = {"utter_forlad_siden", "ikke_forstaaet", "taget_ud", "hvad_gemmer_vi"}
# The reflection's questions get their buttons as they are asked, and the rest of these stand before a question or the end.
REFLECTION = re.compile(r"start_afklaring|afklaring_(?!slut|ikke_trygt|fare_anden)")
SERVER_S_OWN = {"svar"}  # an answer to a question of the reflection: carried by a button, never meant by words

ANSWERS = Answers.load(ROOT / "data" / "svar", ROOT / "data" / "tekster")
CONTRACT = yaml.safe_load((ROOT / "domain.yml").read_text())["intents"]
EXAMPLES = {
    intent["intent"]: intent["examples"].strip().splitlines()
    for file in sorted((ROOT / "data" / "nlu").rglob("*.yml"))
    for intent in yaml.safe_load(file.read_text())["nlu"]
}
WORDINGS = [
    (f"{name}-{number}", response)
    for name in sorted(ANSWERS.names())
    for number, response in enumerate(ANSWERS.wordings(name))
]
SAID: dict[str, Said] = {name: read_response(response) for name, response in WORDINGS}
DANISH = {name: said for name, said in SAID.items() if not OTHER_LANGUAGES.match(name)}


def whole(said: Said) -> str:
    return "\n".join(bubble.text for bubble in said.bubbles)


def test_the_98_intents_of_the_contract_are_declared() -> None:
    assert len(CONTRACT) == len(set(CONTRACT)) >= 98


@pytest.mark.parametrize("intent", [intent for intent in CONTRACT if intent not in SERVER_S_OWN])
def test_every_intent_has_an_answer_of_its_own_and_a_title(intent: str) -> None:
    topics = yaml.safe_load((ROOT / "data" / "viden" / "emner.yml").read_text())
    assert {f"utter_{intent}", intent} & ANSWERS.names()
    assert topics[intent]


def test_no_two_answers_are_the_same() -> None:
    repeated = [text for text, times in Counter(whole(said) for said in SAID.values()).items() if times > 1]
    assert not repeated


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


@pytest.mark.parametrize("name", DANISH)
def test_an_answer_is_short_and_plain(name: str) -> None:
    said = DANISH[name]
    assert 1 <= len(said.bubbles) <= 3
    assert all(len(words(bubble.text)) <= 60 for bubble in said.bubbles)
    assert lix(whole(said)) <= 35


def test_the_whole_has_a_lix_of_at_most_28() -> None:
    assert lix("\n".join(whole(said) for said in DANISH.values())) <= 28


@pytest.mark.parametrize("name", SAID)
def test_no_word_is_used_that_hurts_or_promises(name: str) -> None:
    text = whole(SAID[name]).lower()
    assert not [word for word in NOT_SAID if word in text]
    assert not re.search(r"\b(offer|offeret|ofre)\b", text)


@pytest.mark.parametrize("name", SAID)
def test_every_number_shown_is_an_allowed_one(name: str) -> None:
    said = SAID[name]
    for link in (link for bubble in said.bubbles for link in bubble.links):
        assert not link.href.startswith("tel:") or link.href.removeprefix("tel:") in NUMBERS
    for number in re.findall(r"\d[\d .]*\d", whole(said)):
        is_year = re.fullmatch(r"20[12]\d", number)
        assert number.replace(" ", "") in NUMBERS or number in FIGURES or is_year or len(number) <= 2, number


@pytest.mark.parametrize("name", SAID)
def test_every_answer_leaves_a_way_on(name: str) -> None:
    said = SAID[name]
    comes_later = REFLECTION.match(name) or name.rsplit("-", 1)[0] in NO_WAY_ON
    assert said.offers or any(bubble.links for bubble in said.bubbles) or comes_later


@pytest.mark.parametrize("name", SAID)
def test_every_button_leads_to_an_intent(name: str) -> None:
    for offer in SAID[name].offers:
        assert offer.payload.removeprefix("/") in CONTRACT
        assert len(offer.title) <= 40
    custom = dict(WORDINGS)[name].get("custom", {})
    for word in ("ja", "nej"):
        meant = custom.get(word, "/hilsen")
        assert meant.removeprefix("/") in CONTRACT or meant in ANSWERS.names()


@pytest.mark.parametrize("name", [name for name in SAID if "_straks" in name])
def test_help_in_danger_is_one_line_with_the_number_first(name: str) -> None:
    (bubble,) = SAID[name].bubbles
    assert bubble.kind is Kind.URGENT
    assert bubble.links[0].href in ("tel:112", "tel:1888")
    assert "hvis det er nu" in bubble.text.lower()


def test_nothing_but_danger_is_urgent() -> None:
    urgent = {name for name, said in SAID.items() if any(bubble.kind is Kind.URGENT for bubble in said.bubbles)}
    assert all("_straks" in name for name in urgent)
