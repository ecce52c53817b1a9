"""Coverage: what a run touches is counted as touched, and nothing else is."""

import json

from bot.conversation.messages import Kind, Message
from bot.knowledge.content import read_content
from bot.scripts.coverage import Area, as_json, coverage, read_out
from bot.scripts.model import Script
from bot.scripts.running import Conversation, Run, Turn
from bot.scripts.why import ShownCard, Why
from bot.settings import ROOT

CONTENT = read_content(ROOT)


def areas(*turns: Turn) -> dict[str, Area]:
    steps = [{"borger": said, "assistent": {"slags": "svar"}} for said in (["det handler om mig"], "hej", "hej", "hej")]
    script = Script.model_validate({"navn": "x", "hvem": "voksen", "om": "x", "trin": steps})
    return {each.key: each for each in coverage(ROOT, CONTENT, [Run(Conversation(script, script.trin), list(turns))])}


def why(intent: str | None, *answers: str, danger: str | None = None, cards: tuple[ShownCard, ...] = ()) -> Why:
    return Why(intent, 0.9, None, answers, danger, (), cards)


def test_with_nothing_run_nothing_is_touched() -> None:
    for area in areas().values():
        assert area.all
        assert area.untouched == list(area.all)


def test_what_is_met_is_touched_and_the_rest_is_not() -> None:
    card = next(iter(CONTENT.cards))
    asked = next(each for each in CONTENT.wordings if each.name == "afklaring_tryg").response["text"]
    title = next(title for title in areas()["buttons"].all if title.casefold() == "det handler om mig")
    found = areas(
        Turn("x", why=why("pris", "utter_pris", cards=(ShownCard(card, True),))),
        Turn("x", why=why(None, danger="akut_fare/paa_vej")),
        Turn("x", [Message(kind=Kind.QUESTION, text=f"Tak. {asked}")], why=why("tilhold", "utter_noget_andet")),
        Turn("x"),  # a line that does not tell why
    )
    assert found["intents"].touched == {"pris", "tilhold", "akut_fare"}
    assert found["rules"].touched == {"pris"}
    assert found["dangers"].touched == {"akut_fare/paa_vej"}
    assert found["cards"].touched == {card.id}
    assert found["forms"].touched == {"afklaring_tryg"}
    assert found["buttons"].touched == {title}


def test_it_is_told_in_danish_and_for_machines() -> None:
    area = Area("cards", "Kort", ("a", "b", "c"), frozenset({"b"}))
    assert list(read_out([area])) == ["Kort: 1 af 3.", "  Ikke prøvet: a, c"]
    many = Area("cards", "Kort", tuple(f"k{number}" for number in range(20)), frozenset())
    assert list(read_out([many]))[1].endswith("k10, k11 og 8 andre (--json nævner alle)")
    assert json.loads(as_json([area])) == {"cards": {"all": 3, "untouched": ["a", "c"]}}
