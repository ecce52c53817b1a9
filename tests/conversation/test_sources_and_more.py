"""“Hvor ved du det fra?” and “Fortæl mere”, asked of the real assistant."""

import re
from typing import Any

import pytest

from bot.checking.load import load_library
from bot.knowledge.numbers import phones_in
from bot.settings import ROOT
from tests.conftest import Assistant, Talk

LIBRARY = load_library(ROOT)
DATED = re.compile(r"– .+ \(set efter \d{1,2}\.\d{1,2}\.20\d\d\)")


def ask(talk: Talk, *said: str) -> str:
    for text in said:
        talk.say(text)
    return talk.text()


def sources(messages: list[dict[str, Any]]) -> set[str]:
    return {source["title"] for message in messages for source in message["sources"]}


def numbers(messages: list[dict[str, Any]]) -> set[str]:
    return {link["href"].removeprefix("tel:") for message in messages for link in message["links"]}


def test_the_source_is_told_by_its_title_and_the_day_it_was_checked(talk: Talk) -> None:
    talk.say("Hvad er psykisk vold?")
    shown = sources(talk.messages)
    assert shown
    told = ask(talk, "hvor ved du det fra?")
    assert len(DATED.findall(told)) == min(3, len(shown))
    assert sources(talk.messages) == shown
    assert any(title in told for title in shown)


def test_what_has_no_source_is_said_to_have_none(talk: Talk) -> None:
    assert "har ingen kilde" in ask(talk, "hej", "hvor ved du det fra?")


def test_before_anything_was_said_there_is_nothing_to_have_a_source(talk: Talk) -> None:
    assert "har ingen kilde" in ask(talk, "hvor ved du det fra?")


def test_what_no_professional_has_approved_is_said_to_lack_it(talk: Talk) -> None:
    names = ("raadgivning_gratis", "raadgivning_anonym", "raadgivning_graense")
    cards = [card for card in map(LIBRARY.cards.get, names) if card]
    told = ask(talk, "har jeg ret til at få råd hos kommunen?", "hvor ved du det fra?")
    if any(card.is_approved() for card in cards):
        assert DATED.search(told)
    else:
        assert "når en fagperson har sagt god for det" in told
        assert not DATED.search(told)


def test_what_the_municipality_said_is_said_to_be_its_own(assistant: Assistant) -> None:
    talk = Talk(assistant.client(), municipality="demo")
    assert "Demokommunen er opdigtet" in ask(talk, "hvordan kontakter jeg kommunen?")
    assert "Opdigtet eksempel" in sources(talk.messages)
    assert talk.say("hvor ved du det fra?")


def test_more_is_told_and_then_all_is_said(talk: Talk) -> None:
    first = ask(talk, "hvordan laver jeg en sikkerhedsplan?")
    heard = {first}
    for _ in range(12):
        told = ask(talk, "fortæl mere")
        if "Nu har jeg fortalt det, jeg ved" in told:
            break
        assert told not in heard
        assert sources(talk.messages)
        heard.add(told)
    else:
        pytest.fail("it never says that all is said")
    assert len(heard) >= 3
    assert "Nu har jeg fortalt det, jeg ved" in ask(talk, "fortæl mere")


def test_there_is_an_honest_line_where_there_is_no_more(talk: Talk) -> None:
    assert "Jeg har ikke mere at sige om lige det" in ask(talk, "hej", "fortæl mere")


def test_more_and_source_come_in_any_order(talk: Talk) -> None:
    talk.say("hvad er økonomisk vold?")
    first = ask(talk, "fortæl mere")
    assert DATED.search(ask(talk, "hvor ved du det fra?"))
    assert ask(talk, "fortæl mere") != first


def test_cards_that_stand_in_no_answer_are_told_when_more_is_asked_for(talk: Talk) -> None:
    talk.say("jeg føler mig helt alene og har mistet mine venner")
    card = LIBRARY.cards.get("alene_andre")
    assert card is not None
    told = "".join(ask(talk, "fortæl mere") for _ in range(4))
    assert card.tekst in told


def test_after_an_urgent_answer_more_and_sources_still_answer_with_a_way_on(talk: Talk) -> None:
    talk.say("han sagde at han vil slå mig ihjel")
    assert talk.messages[0]["kind"] == "urgent"
    told = ask(talk, "hvor ved du det fra?")
    assert DATED.search(told)
    assert ask(talk, "fortæl mere") != told
    assert any(message["buttons"] or message["links"] for message in talk.messages)


def test_a_number_told_on_request_can_be_tapped(talk: Talk) -> None:
    talk.say("jeg har tanker om at dø")
    for _ in range(6):
        talk.say("fortæl mere")
        assert set(phones_in(talk.text())) <= numbers(talk.messages)


@pytest.mark.parametrize("slug", ["odense", "koege", "atlantis", "DEMO"])
def test_any_municipality_answers_with_a_way_to_a_human(slug: str, assistant: Assistant) -> None:
    talk = Talk(assistant.client(), municipality=slug)
    talk.say("hvordan får jeg fat i kommunen?")
    assert "[[" not in talk.text()
    assert "1888" in talk.text()
    assert "1888" in numbers(talk.messages)
    assert ("Demokommunen" in talk.text()) == (slug == "DEMO")
