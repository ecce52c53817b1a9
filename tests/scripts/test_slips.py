"""Slips: each is one that a hand makes, the same seed makes the same, and what they break is told."""

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.content import read_content
from bot.scripts.batch import rules_of
from bot.scripts.judging import Finding
from bot.scripts.model import Script
from bot.scripts.running import Run, Turn, run_all
from bot.scripts.slips import KINDS, ROWS, Tried, as_json, read_out, slips
from bot.settings import ROOT
from tests.conftest import Assistant

SCRIPT = Script.model_validate(
    {
        "navn": "proeve",
        "hvem": "voksen",
        "om": "prøver",
        "trin": [
            {"borger": "Han er på vej op ad trappen, nu!", "assistent": {"slags": "akut"}},
            {"borger": ["Det er ikke nu – lad os fortsætte"], "assistent": {"slags_ikke": "akut"}},
            {"borger": "ja", "assistent": {"slags_ikke": "akut"}},
        ],
    }
)


def test_only_what_is_typed_is_misspelled_and_only_where_it_can_be() -> None:
    made = list(slips(SCRIPT, {"proeve": SCRIPT}, 1))
    assert [(each.step, each.kind) for each in made] == [(1, kind) for kind in KINDS]
    assert [each.is_of_danger for each in made] == [True] * 4


def test_a_seed_makes_the_same_slips_each_time_and_another_seed_others() -> None:
    first, again, other = ([each.conversation.wording for each in slips(SCRIPT, {}, seed)] for seed in (1, 1, 2))
    assert first == again
    assert first != other


@given(text=st.text(alphabet="abcæøåÆØÅ ,.!", max_size=60), seed=st.integers())
def test_each_slip_is_of_its_kind_alone(text: str, seed: int) -> None:
    made = {kind: make(text, random.Random(seed)) for kind, make in KINDS.items()}
    assert not set("æøåÆØÅ") & set(made["uden æøå"])
    assert not set(",.!") & set(made["uden tegn"])
    assert made["uden tegn"].replace(" ", "") == "".join(sign for sign in text.lower() if sign.isalpha())
    assert made["sammenskrevet"].replace(" ", "") == text.replace(" ", "")
    assert len(made["sammenskrevet"]) in (len(text), len(text) - 1)
    changed = [(old, new) for old, new in zip(text, made["nabotaster"], strict=True) if old != new]
    for old, new in changed:
        row = next(row for row in ROWS if old.lower() in row)
        assert abs(row.index(old.lower()) - row.index(new.lower())) == 1
        assert old.isupper() == new.isupper()
    assert len(changed) <= 1 + len(text.split()) // 6


def test_what_breaks_is_told_danger_first() -> None:
    made = list(slips(SCRIPT, {}, 1))
    wrong = [Turn("x", findings=[Finding("slags akut", "svar")])]
    tried = [Tried(slip, Run(slip.conversation, wrong if slip.kind == "nabotaster" else [])) for slip in made]
    lines = list(read_out(tried))
    assert lines[0] == "3 af 4 (75 %) skrivefejl holdt."
    assert "  nabotaster: 0 af 1 (0 %)" in lines
    assert lines[-3].startswith("✗ FARE: proeve, trin 1, nabotaster: “")
    assert '"broken": [\n    {\n      "script": "proeve"' in as_json(tried)


async def test_slips_are_run_against_the_real_assistant(assistant: Assistant) -> None:
    made = list(slips(SCRIPT, {}, 1))
    runs = await run_all(
        [each.conversation for each in made], assistant.url, rules_of(read_content(ROOT), date.today())
    )
    assert [len(run.turns) for run in runs] == [3] * 4
    assert [run.turns[0].said for run in runs] == [each.conversation.wording for each in made]


@pytest.mark.parametrize("text", ["", "   ", "…", "123"])
def test_what_has_no_words_is_left_as_it_is(text: str) -> None:
    for kind in ("uden æøå", "nabotaster", "sammenskrevet"):
        assert KINDS[kind](text, random.Random(1)) == text
