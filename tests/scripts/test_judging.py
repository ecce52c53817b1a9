"""One answer judged: every expectation can fail, and says what was expected beside what came."""

from datetime import date
from typing import Any

import pytest

from bot.conversation.messages import Button, Kind, Link, Message
from bot.knowledge.cards import Card, Cards
from bot.knowledge.claims import LanguageRules
from bot.scripts.judging import Rules, judge, judge_memory
from bot.scripts.model import Expected
from bot.settings import ROOT

TODAY = date(2026, 11, 23)
DUE = date(2027, 5, 23)
SOURCE = [{"titel": "En kilde", "adresse": "https://example.dk"}]


def card(id_: str, kind: str, general: str, approved: bool = False) -> Card:
    approval = {"godkendt_af": "En fagperson", "godkendt_den": TODAY} if approved else {}
    return Card.model_validate(
        {"id": id_, "slags": kind, "tekst": f"Teksten på {id_}.", "generelt": general, "kilder": SOURCE, **approval}
        | {"fakta": ["L-01"], "emner": ["tilhold"], "kontrolleret": TODAY, "gennemses_senest": DUE}
    )


CARDS = Cards(
    [
        card("vist", "forklaring", "Alment om vist."),
        card("skjult", "ret", "Alment om skjult."),
        card("tom", "ret", ""),
        card("godkendt", "ret", "Alment.", approved=True),
    ]
)
RULES = Rules(LanguageRules.load(ROOT / "data" / "viden"), CARDS, frozenset({"112", "1888", "116111"}), TODAY)

CALL_112 = Link(title="Ring 112", href="tel:112")
CALL_1888 = Link(title="Ring 1888", href="tel:1888")
URGENT = Message(kind=Kind.URGENT, text="Ring 112, hvis det er nu.", links=[CALL_112, CALL_1888])
CALM = Message(
    text="Godt, at du skriver. Teksten på vist. Alment om skjult.\n1888 kan fortælle dig mere om det.",
    buttons=[Button(id="b1", title="Jeg vil vide mere"), Button(id="b2", title="Nej tak, det var det")],
)
ANSWER = [URGENT, CALM]

HOLDS: list[dict[str, Any]] = [
    {"viser": ["112", "Godt, at du skriver"]},
    {"viser": "godt, at DU skriver"},
    {"viser": "skriv*"},
    {"viser": {"en_af": ["ikke her", "112"]}},
    {"viser": {"kort": "vist"}},
    {"viser": {"kort": "skjult"}},
    {"viser": {"kort": "tom"}},
    {"viser_ikke": "skriv"},
    {"viser_ikke": {"kort": "godkendt"}},
    {"slags": ["akut", "svar"]},
    {"slags_ikke": "forlad"},
    {"kan_vaelge": ["Jeg vil vide mere", {"en_af": ["Andet", "Nej tak, det var det"]}]},
    {"kan_ringe": [112, "1888"]},
    {"foerste_nummer": 112},
    {"hoejst_bobler": 2},
    {"lix_hoejst": 35},
]
FAILS: list[tuple[dict[str, Any], str, str]] = [
    ({"viser": "114"}, "viser “114”", "Godt, at du skriver"),
    ({"viser": "skriv"}, "viser “skriv”", "skriver"),
    ({"viser": {"en_af": ["a", "b"]}}, "viser “a” eller “b”", "112"),
    ({"viser": {"kort": "godkendt"}}, "viser kortet godkendt", "Teksten på vist"),
    ({"viser_ikke": "du"}, "viser ikke “du”", "at du skriver"),
    ({"viser_ikke": "skriv*"}, "viser ikke “skriv*”", "skriver"),
    ({"viser_ikke": "Nej tak*"}, "viser ikke “Nej tak*”", "det var det"),
    ({"viser_ikke": {"kort": "vist"}}, "viser ikke kortet vist", "Teksten på vist"),
    ({"viser_ikke": {"kort": "skjult"}}, "viser ikke kortet skjult", "Alment om skjult"),
    ({"slags": "forlad"}, "slags forlad: siden forlades", "akut, svar"),
    ({"slags_ikke": "akut"}, "ikke slags akut: hjælp til fare", "akut, svar"),
    ({"kan_vaelge": "Andet"}, "kan vælge “Andet”", "Jeg vil vide mere · Nej tak, det var det"),
    ({"kan_ringe": "116 111"}, "kan ringe 116111", "112, 1888"),
    ({"foerste_nummer": 1888}, "første nummer 1888", "112"),
    ({"hoejst_bobler": 1}, "højst 1 bobler", "2"),
    ({"lix_hoejst": 1}, "LIX højst 1", ""),
]
SOME: dict[str, Any] = {"slags_ikke": "kode"}  # holds for every answer below
BROKEN: dict[str, tuple[list[Message], str]] = {
    "urgent help is not first": ([CALM, URGENT], "akut hjælp står først"),
    "urgent help without a number": ([Message(kind=Kind.URGENT, text="Pas på."), CALM], "har et nummer"),
    "a word that hurts": ([Message(text="Du er et offer.", links=[CALL_1888])], "“offer” siges ikke"),
    "a number nobody checked": ([Message(text="Ring 70 11 62 63.", links=[CALL_1888])], "kun numre, der må vises"),
    "such a number as a link": ([Message(text="Ring.", links=[Link(title="Ring", href="tel:99")])], "kun numre"),
    "a card not put in": ([Message(text="Se [[kort]].", links=[CALL_1888])], "alle kort er sat ind"),
    "a wall": ([Message(text="Farvel.")], "en vej videre"),
    "four bubbles": ([*[Message(text="Ja.")] * 3, CALM], "højst 3 bobler"),
    "a long bubble": ([Message(text="ord " * 61, links=[CALL_1888])], "højst 60 ord i en boble"),
}


@pytest.mark.parametrize("expected", HOLDS, ids=str)
def test_what_is_in_the_answer_holds(expected: dict[str, Any]) -> None:
    assert judge(Expected.model_validate(expected), ANSWER, RULES) == []


@pytest.mark.parametrize(("expected", "wanted", "came"), FAILS, ids=[str(fails[0]) for fails in FAILS])
def test_what_is_not_fails_and_tells_both_sides(expected: dict[str, Any], wanted: str, came: str) -> None:
    (finding,) = judge(Expected.model_validate(expected), ANSWER, RULES)
    assert finding.expected == wanted
    assert came in finding.came


@pytest.mark.parametrize("case", BROKEN)
def test_what_every_answer_must_be_is_judged_without_being_asked(case: str) -> None:
    messages, wanted = BROKEN[case]
    (finding,) = judge(Expected.model_validate(SOME), messages, RULES)
    assert wanted in finding.expected
    assert finding.came


MEMORY: list[tuple[dict[str, Any], list[str]]] = [
    ({"husker": "er_ung"}, []),
    ({"husker": ["er_ung", "fortalt_hvem"]}, []),
    ({"husker": {"fortalt_hvem": "mig", "er_ung": True}}, []),
    ({"glemt": "fare_naevnt"}, []),
    ({"husker": {"fortalt_hvem": "barn"}}, ["husker fortalt_hvem: barn / mig"]),
    ({"husker": "fare_naevnt"}, ["husker fare_naevnt / det er glemt"]),
    ({"glemt": ["er_ung"]}, ["har glemt er_ung / husker er_ung"]),
    ({"glemt": "alt"}, ["har glemt alt / husker er_ung, fortalt_hvem"]),
]


@pytest.mark.parametrize(("expected", "told"), MEMORY, ids=str)
def test_what_the_conversation_remembers_is_judged(expected: dict[str, Any], told: list[str]) -> None:
    remembers = {"er_ung": ["ja"], "fortalt_hvem": ["mig"]}
    found = judge_memory(Expected.model_validate(expected), remembers)
    assert [f"{each.expected} / {each.came}" for each in found] == told


def test_what_cannot_be_seen_from_outside_is_told_and_never_taken_as_right() -> None:
    (finding,) = judge_memory(Expected.model_validate({"glemt": "alt"}), None)
    assert "kør uden --url" in finding.came
    assert not list(judge_memory(Expected.model_validate(SOME), None))


def test_leaving_the_page_is_a_way_on() -> None:
    assert judge(Expected.model_validate(SOME), [Message(kind=Kind.EXIT, text="Siden lukkes nu.")], RULES) == []
