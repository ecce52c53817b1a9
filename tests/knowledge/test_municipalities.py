"""A municipality by the clock, and what is said of one that nobody has approved."""

from datetime import date, datetime, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis.strategies import datetimes

from bot.checking.load import load_library
from bot.knowledge.municipalities import DENMARK, Municipality, is_day_off
from bot.knowledge.municipality_texts import contact, name, offers, out_of_hours, site
from bot.settings import ROOT

HOURS = {"mandag": "9-12, 13-15", "tirsdag": "9-15", "onsdag": "9-15", "torsdag": "9.30-17", "fredag": "9-13"}
TOWN = Municipality.model_validate(
    {
        "slug": "byen",
        "navn": "Byens Kommune",
        "telefon": "12 34 56 78",
        "aabningstid": HOURS,
        "lukkede_dage": [date(2026, 11, 26)],
        "side": "https://example.dk/vold",
        "uden_for_tid": "Ring 114, og spørg efter den sociale vagt.",
        "tilbud": {"samtaler": True, "gruppeforloeb": True, "krisecenter": False},
        "kontrolleret": date(2026, 1, 1),
        "godkendt_af": "En leder",
        "godkendt_den": date(2026, 1, 2),
        "gennemses_senest": date(2030, 1, 1),
    }
)
UNAPPROVED = TOWN.model_copy(update={"godkendt_af": "", "godkendt_den": None})
OVERDUE = TOWN.model_copy(update={"gennemses_senest": date(2026, 1, 2)})
ITS_OWN = load_library(ROOT).municipalities


def at(day: str, clock: str = "10:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=DENMARK)


HOTLINE = {"title": "Ring 1888", "href": "tel:1888"}
TUESDAY = at("2026-11-24")


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (at("2026-11-24"), "har åbent nu, til klokken 15."),
        (at("2026-11-24", "08:59"), "har lukket nu; 1888 har åbent. Kommunen åbner igen i dag klokken 9."),
        (at("2026-11-24", "15:00"), "har lukket nu; 1888 har åbent. Kommunen åbner i morgen klokken 9."),
        (at("2026-11-23", "11:59"), "har åbent nu, til klokken 12."),
        (at("2026-11-23", "12:30"), "har lukket nu; 1888 har åbent. Kommunen åbner igen i dag klokken 13."),
        (
            at("2026-11-25", "16:00"),
            "har lukket nu; 1888 har åbent. Kommunen åbner på fredag klokken 9.",
        ),  # closed on 26
        (at("2026-11-27", "13:00"), "har lukket nu; 1888 har åbent. Kommunen åbner på mandag klokken 9."),
        (at("2026-11-28"), "har lukket nu; 1888 har åbent. Kommunen åbner på mandag klokken 9."),
        (at("2026-12-02", "16:00"), "har lukket nu; 1888 har åbent. Kommunen åbner i morgen klokken 9.30."),
        (at("2026-12-24"), "har lukket nu; 1888 har åbent. Kommunen åbner på mandag klokken 9."),
        (at("2026-04-01", "16:00"), "har lukket nu; 1888 har åbent. Kommunen åbner på tirsdag klokken 9."),  # Easter
        (at("2027-05-05", "16:00"), "har lukket nu; 1888 har åbent. Kommunen åbner på fredag klokken 9."),  # Ascension
        (at("2026-06-05"), "har lukket nu; 1888 har åbent. Kommunen åbner på mandag klokken 9."),
    ],
)
def test_it_says_whether_it_is_open_and_when_it_opens(moment: datetime, said: str) -> None:
    assert contact(TOWN, moment).text == f"Byens Kommune {said} Nummeret er 12 34 56 78."


def test_the_hour_is_denmark_s_wherever_the_server_is() -> None:
    london = datetime.fromisoformat("2026-11-24T14:30+00:00")
    assert "har lukket nu" in contact(TOWN, london).text
    summer = datetime.fromisoformat("2026-07-07T12:30+00:00")
    assert "har åbent nu" in contact(TOWN, summer).text


@pytest.mark.parametrize("year", range(2024, 2036))
def test_days_off_are_the_public_and_the_half_holidays(year: int) -> None:
    known = holidays.country_holidays("DK", years=year, categories=("public", "optional"))
    first = date(year, 1, 1)
    ours = {first + timedelta(days=day) for day in range(366) if is_day_off(first + timedelta(days=day))}
    assert {day for day in ours if day.year == year} == set(known)


def test_store_bededag_is_a_working_day() -> None:
    assert not is_day_off(date(2025, 5, 16))


@given(datetimes(datetime(2026, 1, 1), datetime(2029, 12, 31)))
def test_when_it_is_closed_1888_is_named_and_the_next_opening_is_open(moment: datetime) -> None:
    now = moment.replace(tzinfo=DENMARK)
    opening = TOWN.next_opening(now)
    assert opening is not None
    assert opening > now
    assert TOWN.is_open(opening)
    assert TOWN.is_open(now) != ("1888 har åbent" in contact(TOWN, now).text)


@pytest.mark.parametrize("municipality", [UNAPPROVED, OVERDUE])
def test_of_one_that_is_not_approved_or_overdue_only_the_name_is_said(municipality: Municipality) -> None:
    said = contact(municipality, TUESDAY)
    assert said.text == "Nummer og tider står på Byens Kommunes hjemmeside. Du kan ringe 1888 dag og nat."
    assert said.links == [HOTLINE]
    assert not said.is_its_own
    assert offers(municipality, TUESDAY).text == site(municipality, TUESDAY).text == ""
    assert out_of_hours(municipality, TUESDAY).links == [{"title": "Ring 114", "href": "tel:114"}]
    assert name(municipality, TUESDAY).text == "Byens Kommune"


def test_where_no_municipality_is_chosen_the_answer_is_national() -> None:
    assert contact(None, TUESDAY).text.endswith("Du kan ringe 1888 dag og nat.")
    assert name(None, TUESDAY).text == "kommunen"
    assert offers(None, TUESDAY).text == ""


def test_an_approved_one_tells_its_number_its_offers_and_its_page() -> None:
    assert contact(TOWN, TUESDAY).links == [{"title": "Ring kommunen", "href": "tel:12345678"}]
    assert offers(TOWN, TUESDAY).text == "Byens Kommune har samtaler med en fagperson og gruppeforløb med andre."
    assert site(TOWN, TUESDAY).links[0]["href"] == "https://example.dk/vold"
    assert out_of_hours(TOWN, TUESDAY).text == "Ring 114, og spørg efter den sociale vagt."


def test_while_it_is_closed_1888_can_be_tapped_too() -> None:
    links = contact(TOWN, at("2026-11-28")).links
    assert links == [{"title": "Ring kommunen", "href": "tel:12345678"}, HOTLINE]


def test_one_without_hours_says_neither_open_nor_closed() -> None:
    assert contact(TOWN.model_copy(update={"aabningstid": {}}), TUESDAY).text == "Nummeret er 12 34 56 78."


def test_a_slug_is_found_however_it_is_capitalised_and_an_unknown_is_none() -> None:
    assert ITS_OWN.get("Odense") is ITS_OWN.get("odense") is not None
    assert ITS_OWN.get("atlantis") is ITS_OWN.get("") is ITS_OWN.get(None) is None


# What Social- og Boligstyrelsen's material (004_910aac5277dbc5ed) says of the two, and nothing else.
SAID_OF = {
    "odense": {"gruppeforloeb": True, "krisecenter": True},  # group at the municipal krisecenter
    "koege": {"gruppeforloeb": True, "krisecenter": True},  # "forankret under det kommunale krisecenter"
}


@pytest.mark.parametrize(("slug", "has"), SAID_OF.items())
def test_odense_and_koege_hold_nothing_that_the_material_does_not_say(slug: str, has: dict[str, bool]) -> None:
    municipality = ITS_OWN.get(slug)
    assert municipality is not None
    assert municipality.tilbud.model_dump(exclude_none=True) == has
    assert municipality.anonym_kontakt is (True if slug == "odense" else None)
    empty = ("telefon", "aabningstid", "lukkede_dage", "adresse", "side", "uden_for_tid", "modtagere", "godkendt_af")
    assert not any(getattr(municipality, each) for each in empty)
    assert [each.dokument for each in municipality.kilder] == ["004_910aac5277dbc5ed"]


def test_the_made_up_one_says_so_and_has_no_number_that_could_reach_somebody() -> None:
    demo = ITS_OWN.get("demo")
    assert demo is not None
    assert demo.opdigtet
    assert demo.telefon == ""
    assert demo.shown_name == "Demokommunen (opdigtet)"
    assert contact(demo, TUESDAY).text.startswith("Demokommunen er opdigtet og findes ikke.")
    assert [link["href"] for link in contact(demo, TUESDAY).links] == ["tel:1888"]
