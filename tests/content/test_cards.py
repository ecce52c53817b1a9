"""The cards: enough of them, each in use, and nothing on them that our facts forbid."""

import re
from functools import cache

import pytest

from bot.knowledge.cards import Card, needs_approval
from bot.knowledge.content import Content, read_content
from bot.knowledge.filling import placeholders
from bot.knowledge.numbers import NATIONAL, NEVER, phones_in
from bot.settings import ROOT

# The wishes that ask for a fact: what something is, what the law says, what there is, how to be safe.
ASK_FOR_FACTS = [
    "info_vold",
    "info_fysisk_vold",
    "info_psykisk_vold",
    "info_materiel_vold",
    "info_oekonomisk_vold",
    "info_digital_vold",
    "info_stalking",
    "info_seksuel_vold",
    "info_social_kontrol",
    "info_eftervold",
    "er_det_vold",
    "lover_at_aendre_sig",
    "voldens_moenster",
    "foelger_af_vold",
    "bliver_jeg_troet",
    "tal_om_vold",
    "mand_udsat",
    "lgbt_udsat",
    "aeldre_udsat",
    "ung_udsat",
    "ret_raadgivning",
    "ret_krisecenter",
    "ret_psykolog",
    "anmelde_til_politiet",
    "tilhold",
    "ret_advokat",
    "boern_og_samvaer",
    "skilsmisse",
    "underretning",
    "opholdstilladelse",
    "bolig",
    "oekonomisk_hjaelp",
    "adressebeskyttelse",
    "erstatning",
    "arbejde",
    "kommunens_tilbud",
    "gruppeforloeb",
    "risikovurdering",
    "individuelle_samtaler",
    "hvad_sker_der",
    "kontakt_kommunen",
    "kontakt_hotline",
    "pris",
    "aabningstid",
    "sikkerhedsplan",
    "digital_sikkerhed",
    "dokumentation",
    "bekymret_for_anden",
    "hvad_kan_paaroerende_goere",
    "hvad_skal_jeg_sige",
    "vil_ikke_have_hjaelp",
    "bekymret_for_barn",
    "stoette_til_paaroerende",
    "nabo",
    "fagperson",
    "nyligt_overgreb",
    "trusler_paa_livet",
    "udoever_selv",
]

# Rows of the facts that are UNVERIFIED as a whole, that conflict, or that are not for citizens.
NOT_SAID = {"H-06", "H-07", "H-13", "H-28", "H-31", "L-07", "L-13", "L-51", "L-54", "V-12", "N-04", "N-06", "D-09"}


@cache
def content() -> Content:
    return read_content(ROOT)


CARDS = list(content().cards)


def words_of(card: Card) -> str:
    return f"{card.tekst} {card.mere} {card.generelt}"


@pytest.mark.parametrize("intent", ASK_FOR_FACTS)
def test_a_wish_for_a_fact_is_answered_from_a_card(intent: str) -> None:
    answers = [wording.response["text"] for wording in content().wordings if wording.name == f"utter_{intent}"]
    shown = {name for text in answers for name in placeholders(text)}
    assert {card.id for card in CARDS} & shown
    assert any(intent in card.emner for card in CARDS)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_every_card_is_told_in_an_answer_or_when_more_is_asked_for(card: Card) -> None:
    answered = {intent for intent in card.emner if f"utter_{intent}" in content().names()}
    assert card.id in content().cards_in_answers or answered


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_no_card_builds_on_what_we_do_not_know(card: Card) -> None:
    assert not NOT_SAID.intersection(card.fakta)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_a_card_that_nobody_approved_tells_of_no_number_but_the_six(card: Card) -> None:
    told = card.generelt if needs_approval(card) else words_of(card)
    assert set(phones_in(told)) <= set(NATIONAL)
    assert not NEVER.intersection(phones_in(words_of(card)))


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_nothing_is_promised_and_nothing_is_too_late(card: Card) -> None:
    promised = (
        r"for sent|du er sikker\b|det bliver godt|du får (en )?psykolog|du (mister|beholder) (barnet|børnene|dit)"
    )
    assert not re.search(promised, words_of(card), re.IGNORECASE)


def test_the_duty_to_report_is_that_of_barnets_lov() -> None:
    told = {card.id: words_of(card) for card in CARDS if "underretning" in card.id or card.id.startswith("fag_pligt")}
    assert "barnets lov § 135" in told["underretning_alle"]
    assert "barnets lov § 133" in told["underretning_fagfolk"]
    assert "barnets lov § 133" in told["fag_pligt"]
    assert not any("153" in words_of(card) for card in CARDS)


def test_livslinien_is_told_without_hours_and_never_alone() -> None:
    for card in CARDS:
        for text in (card.tekst, card.mere, card.generelt):
            if "70 201 201" in text:
                assert "112" in text
                assert not re.search(r"døgn|klokken|åben", text)


def test_no_two_cards_say_the_same() -> None:
    texts = [card.tekst for card in CARDS]
    assert len(texts) == len(set(texts))
