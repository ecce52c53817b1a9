"""The sets are honest: nothing of them is trained on, and nobody is in them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

import pytest
import yaml

from bot.measuring import read_set
from bot.settings import ROOT
from bot.text.identifiers import Redactor
from bot.text.kinds import RawText
from bot.text.spelling import fold

SETS = ("udvikling", "proeve", "fare_udvikling", "fare_proeve")
INTENTS = yaml.safe_load((ROOT / "domain.yml").read_text())["intents"][:98]
TOO_NEAR = 0.8  # share of five-letter pieces in common
ONE_IN_A_HUNDRED = 0.01
NUMBERS = {
    "telefon",
    "cpr-nummer",
    "kontonummer",
    "pasnummer",
    "nummerplade",
    "mitid",
    "sagsnummer",
    "e-mail",
    "adresse",
}
SHORTEST = 4  # words; "ja tak" stands wherever people write


def examples() -> Iterator[tuple[str, str]]:
    for file in sorted((ROOT / "data" / "nlu").rglob("*.yml")):
        for intent in yaml.safe_load(file.read_text())["nlu"]:
            for line in intent["examples"].strip().splitlines():
                yield intent["intent"], line.removeprefix("- ").strip()


def pieces(text: str) -> frozenset[str]:
    folded = fold(text)
    return frozenset(folded[start : start + 5] for start in range(len(folded) - 4))


def messages(name: str) -> list[str]:
    return [line.text for line in read_set(ROOT / "tests" / "understanding" / f"{name}.tsv")]


class Examples:
    """The examples by their pieces. Two texts that share 80 % of their pieces share one of the rarest 21 % of either."""

    def __init__(self) -> None:
        self.cuts = [pieces(example) for _, example in examples() if len(example.split()) >= SHORTEST]
        self.rarity = Counter(piece for cut in self.cuts for piece in cut)
        self.by_rare: dict[str, list[frozenset[str]]] = defaultdict(list)
        for cut in self.cuts:
            for piece in self.rarest(cut):
                self.by_rare[piece].append(cut)

    def rarest(self, cut: frozenset[str]) -> list[str]:
        kept = int(len(cut) * (1 - TOO_NEAR)) + 1
        return sorted(cut, key=lambda piece: (self.rarity[piece], piece))[:kept]

    def near(self, text: str) -> bool:
        cut = pieces(text)
        return any(
            len(cut & example) / len(cut | example) >= TOO_NEAR
            for piece in self.rarest(cut)
            for example in self.by_rare[piece]
        )


@pytest.fixture(scope="module")
def all_examples() -> Examples:
    return Examples()


@pytest.mark.parametrize("name", SETS)
def test_no_message_of_a_set_is_nearly_an_example(name: str, all_examples: Examples) -> None:
    assert not [text for text in messages(name) if len(text.split()) >= SHORTEST and all_examples.near(text)]


@pytest.mark.parametrize("name", SETS)
def test_no_message_of_a_set_identifies(name: str) -> None:
    assert may_identify(messages(name)) <= ONE_IN_A_HUNDRED


def test_no_example_identifies() -> None:
    assert may_identify([example for _, example in examples()]) <= ONE_IN_A_HUNDRED


def may_identify(texts: Iterable[str]) -> float:
    """Give the share of texts that something is taken out of: a queen, a slip that sounds like a name; never a number."""
    redactor = Redactor.load()
    removed = [redactor.redact(RawText(text)).removed for text in texts]
    assert not {kind for kinds in removed for kind in kinds} & NUMBERS
    return sum(bool(kinds) for kinds in removed) / len(removed)


def test_the_development_set_has_twelve_messages_an_intent() -> None:
    count = Counter(line.meant for line in read_set(ROOT / "tests" / "understanding" / "udvikling.tsv"))
    assert set(count) == set(INTENTS)
    assert min(count.values()) >= 12


@pytest.mark.parametrize("name", ["fare_udvikling", "fare_proeve"])
def test_the_danger_sets_have_as_many_look_alikes(name: str) -> None:
    lines = read_set(ROOT / "tests" / "understanding" / f"{name}.tsv")
    assert sum(line.meant == "ingen" for line in lines) == len(lines) // 2 == 250


def test_examples_are_many_and_stand_once() -> None:
    texts = Counter(example.casefold() for _, example in examples())
    assert [text for text, times in texts.items() if times > 1] == []
    assert sum(texts.values()) >= 15_000
    of_intent = Counter(intent for intent, _ in examples())
    assert of_intent["uden_for_emne"] >= 500
    assert not {intent: of_intent[intent] for intent in INTENTS if of_intent[intent] < 145}
