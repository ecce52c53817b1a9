"""What a card says, and when it says less: only what is approved and not overdue, and never a placeholder."""

import re
from datetime import date, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis.strategies import datetimes, sampled_from

from bot.checking.load import load_library
from bot.checking.states import FULL
from bot.conversation.messages import read_response
from bot.knowledge.answers import Response
from bot.knowledge.cards import Card, Cards
from bot.knowledge.content import Content, Wording, read_content
from bot.knowledge.filling import UNFILLED, fill
from bot.knowledge.library import Library
from bot.knowledge.municipalities import DENMARK, Municipality
from bot.settings import ROOT

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=DENMARK)
TODAY = NOW.date()
TOMORROW = TODAY + timedelta(days=1)


def card(name: str = "tal_proeve", **changes: object) -> Card:
    """A card of a figure, approved and in time unless told otherwise."""
    entry = {
        "id": name,
        "slags": "tal",
        "tekst": "Der er 42 pladser.",
        "generelt": "Der er pladser.",
        "kilder": [{"titel": f"Kilden til {name}", "adresse": "https://example.dk/kilde"}],
        "fakta": ["N-01"],
        "kontrolleret": date(2026, 11, 1),
        "godkendt_af": "En fagperson",
        "godkendt_den": date(2026, 11, 2),
        "gennemses_senest": date(2027, 5, 1),
        "emner": ["pris"],
    }
    return Card.model_validate(entry | changes)


UNAPPROVED = {"godkendt_af": "", "godkendt_den": None}
OVERDUE = {"gennemses_senest": TODAY - timedelta(days=1)}


def said(text: str, *cards: Card, now: datetime = NOW, municipality: Municipality | None = None) -> Response:
    return fill({"text": text}, Cards(cards), municipality, now)


def calls(response: Response) -> list[str]:
    return [link["href"] for link in (response.get("custom") or {}).get("links", [])]


def sources(response: Response) -> list[dict[str, str]]:
    found: list[dict[str, str]] = (response.get("custom") or {}).get("sources", [])
    return found


def test_an_approved_card_is_said_with_its_source() -> None:
    response = said("Ja. [[tal_proeve]]", card())
    assert response["text"] == "Ja. Der er 42 pladser."
    assert sources(response) == [
        {"title": "Kilden til tal_proeve", "url": "https://example.dk/kilde", "checked": "2026-11-01"}
    ]
    assert calls(response) == []


@pytest.mark.parametrize("less", [UNAPPROVED, OVERDUE])
def test_what_is_not_approved_or_overdue_gives_the_general_line_and_1888(less: dict[str, object]) -> None:
    response = said("Ja. [[tal_proeve]]", card(**less))
    assert response["text"] == f"Ja. Der er pladser. {UNFILLED}"
    assert calls(response) == ["tel:1888"]
    assert sources(response) == []


def test_a_card_is_said_to_the_end_of_its_last_day_in_denmark() -> None:
    last = card(gennemses_senest=TODAY)
    evening = datetime(2026, 11, 24, 23, 59, tzinfo=DENMARK)
    assert "42" in said("[[tal_proeve]]", last, now=evening)["text"]
    assert "42" not in said("[[tal_proeve]]", last, now=evening + timedelta(minutes=1))["text"]


def test_1888_is_told_once_however_much_may_not_be_said() -> None:
    response = said("[[a]]\n\n[[b]]", card("a", **UNAPPROVED), card("b", **UNAPPROVED))
    assert response["text"].count("1888") == 1
    assert calls(response) == ["tel:1888"]


def test_a_card_that_is_gone_leaves_an_answer_that_helps() -> None:
    assert said("[[findes_ikke]]")["text"] == UNFILLED
    assert calls(said("[[findes_ikke]]")) == ["tel:1888"]


def test_an_approved_number_can_be_tapped() -> None:
    phone = card(slags="telefon", tekst="Ring 12 34 56 78.", generelt="Ring 1888.")
    assert calls(said("[[tal_proeve]]", phone)) == ["tel:12345678"]
    assert calls(said("[[tal_proeve]]", phone.model_copy(update=UNAPPROVED))) == []


@pytest.mark.parametrize(
    "written", ["12 34 56 78", "12345678", "+45 12 34 56 78", "12-34-56-78", "12.34.56.78", "1234 5678"]
)
def test_however_a_number_is_written_it_waits_for_approval(written: str) -> None:
    phone = card(slags="telefon", tekst=f"Ring {written}.", generelt="Ring 1888.", **UNAPPROVED)
    assert said("[[tal_proeve]]", phone) == {"text": "Ring 1888."}


@pytest.mark.parametrize("national", ["112", "114", "1888", "116 111", "116 006", "70 201 201"])
def test_the_six_numbers_wait_for_nobody(national: str) -> None:
    phone = card(slags="telefon", tekst=f"Ring {national}.", **UNAPPROVED)
    response = said("[[tal_proeve]]", phone)
    assert response["text"] == f"Ring {national}."
    assert calls(response) == [f"tel:{national.replace(' ', '')}"]


def test_a_bubble_that_vanishes_takes_its_card_its_link_and_its_doubt_with_it() -> None:
    phone = card("nummer", slags="telefon", tekst="Ring 114.")
    response = said("Ja.\n\n[[kommune_side]] [[nummer]] [[tvivl]]", phone, card("tvivl", **UNAPPROVED))
    assert response == {"text": "Ja."}


def test_an_answer_s_own_links_stay_first_and_none_comes_twice() -> None:
    own = {"text": "[[nummer]]", "custom": {"links": [{"title": "Ring 114", "href": "tel:114"}]}}
    phone = card("nummer", slags="telefon", tekst="Ring 112 eller 114.")
    assert calls(fill(own, Cards([phone]), None, NOW)) == ["tel:114", "tel:112"]
    assert own["custom"] == {"links": [{"title": "Ring 114", "href": "tel:114"}]}


@cache
def content() -> Content:
    return read_content(ROOT)


@cache
def library() -> Library:
    return load_library(ROOT)


MUNICIPALITIES = [None, FULL, *library().municipalities]


@given(
    sampled_from(content().wordings),
    sampled_from(MUNICIPALITIES),
    datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)),
    sampled_from(["as they are", "nothing approved", "everything approved", "gone"]),
)
def test_no_placeholder_is_ever_shown(
    wording: Wording, municipality: Municipality | None, at: datetime, cards: str
) -> None:
    approved = {"godkendt_af": "prøve", "godkendt_den": date(2026, 1, 1), "gennemses_senest": date(2099, 1, 1)}
    known = {
        "as they are": content().cards,
        "nothing approved": Cards(each.model_copy(update=UNAPPROVED) for each in content().cards),
        "everything approved": Cards(each.model_copy(update=approved) for each in content().cards),
        "gone": Cards(),
    }[cards]
    shown = read_response(fill(wording.response, known, municipality, at.replace(tzinfo=DENMARK)))
    assert shown.bubbles
    for bubble in shown.bubbles:
        assert "[[" not in bubble.text
        assert "]]" not in bubble.text
        assert bubble.text.strip() == bubble.text != ""


@pytest.mark.parametrize("wording", content().wordings, ids=lambda each: f"{each.name}-{each.number}")
def test_with_nothing_approved_an_answer_tells_no_figure_and_no_law(wording: Wording) -> None:
    nothing = Cards(each.model_copy(update=UNAPPROVED) for each in content().cards)
    text = fill(wording.response, nothing, None, NOW)["text"]
    if not wording.name.removeprefix("utter_").startswith("andet_sprog"):
        assert content().rules.claim(text) is None


@pytest.mark.parametrize("wording", content().wordings, ids=lambda each: f"{each.name}-{each.number}")
def test_long_after_everybody_has_left_only_what_is_always_true_is_said(wording: Wording) -> None:
    response = fill(wording.response, content().cards, None, datetime(2040, 1, 1, 12, 0, tzinfo=DENMARK))
    assert sources(response) == []
    if "[[" in wording.response["text"] and response["text"] != wording.response["text"]:
        assert "1888" in response["text"] or "tel:1888" in calls(response) or not _has_cards(wording)


def _has_cards(wording: Wording) -> bool:
    return bool(set(re.findall(r"\[\[(\w+)\]\]", wording.response["text"])) & {each.id for each in content().cards})
