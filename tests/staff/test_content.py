"""What a professional meets who reads and approves the content: the list, a card, an approval that waits."""

import html
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from bot.checking.approvals import Approved, Waiting
from bot.knowledge.content import read_content
from bot.knowledge.municipalities import DENMARK
from bot.settings import ROOT
from bot.staff.content.listing import grouped, rows
from bot.staff.content.standing import Need
from tests.conftest import PASSWORD, StaffBrowser, StaffSide, add_staff, start_staff

CARD = "/indhold/kort/krisecenter_hvem"
CONTENT = read_content(ROOT)
CHECKED = date(2026, 11, 23)


@pytest.fixture(scope="module")
def side(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StaffSide]:
    folder = tmp_path_factory.mktemp("content")
    add_staff(folder / "state", "asger", "indhold")
    add_staff(folder / "state", "sofie", "manuskripter")
    running = start_staff(folder, FOERSTEKONTAKT_DRAFTS_FOLDER=str(folder / "udkast"))
    yield running
    running.stop()


@pytest.fixture
def asger(side: StaffSide) -> StaffBrowser:
    return signed_in(side, "asger")


def signed_in(side: StaffSide, name: str) -> StaffBrowser:
    browser = side.browser()
    browser.follow_redirects = True
    assert browser.sign_in(name, PASSWORD).status_code == 200
    return browser


def drafts(side: StaffSide) -> Path:
    return side.state.parent / "udkast"


def whole(browser: StaffBrowser, path: str = CARD, **other: str) -> dict[str, str]:
    """Give the form of an approval, filled in."""
    page = browser.get(path).text
    print_ = re.search('name="aftryk" value="([^"]+)"', page)
    assert print_, page
    day = datetime.now(DENMARK).date()
    filled = {"af": "Karen Holm", "den": str(day), "igen": str(day + timedelta(90)), "holdt": "ja"}
    return filled | {"aftryk": print_[1]} | other


# The list


def test_what_needs_a_person_comes_first_and_says_who() -> None:
    found = rows(CONTENT, {}, CHECKED)
    assert len(found) == len(CONTENT.cards) + len(list(CONTENT.municipalities))
    needs = [row.standing.need for row in found]
    assert needs == sorted(needs)
    assert needs[0] is Need.UNAPPROVED
    assert all(row.standing.who for row in found if row.standing.need is not Need.NOTHING)
    law = next(row for row in found if row.title == "krisecenter_hvem")
    assert (law.standing.says, law.standing.who) == (
        "Ikke godkendt. Chatten viser den almene linje.",
        "en fagperson, der kender loven",
    )


def test_what_is_overdue_comes_before_all_else() -> None:
    found = rows(CONTENT, {}, date(2027, 1, 1))
    overdue = [row for row in found if row.standing.need is Need.OVERDUE]
    assert overdue
    assert found[: len(overdue)] == overdue
    assert {row.due for row in overdue} == {date(2026, 12, 31)}
    assert "Skulle være set igennem den 31.12.2026." in overdue[0].standing.says


def test_what_is_due_within_a_month_is_told_before_it_is_too_late() -> None:
    found = rows(CONTENT, {}, date(2027, 5, 1))
    soon = {row.title for row in found if row.standing.need is Need.SOON}
    assert "krisecenter_hvad" in soon
    assert "krisecenter_hvem" not in soon  # it lacks an approval, which weighs more


def test_what_is_approved_and_not_taken_in_says_so() -> None:
    waiting = Waiting("kort", "krisecenter_hvem", "krisecenter.yml", Approved("x", CHECKED, CHECKED), True)
    found = rows(CONTENT, {("kort", "krisecenter_hvem"): waiting}, CHECKED)
    row = next(each for each in found if each.title == "krisecenter_hvem")
    assert row.standing.need is Need.WAITS
    assert "Chatten viser den almene linje" in row.standing.says


def test_groups_keep_the_order_and_fold_up_what_needs_nothing() -> None:
    groups = grouped(rows(CONTENT, {}, CHECKED))
    assert [group["title"] for group in groups] == ["Mangler en godkendelse", "Mangler ikke noget"]
    assert [group["folded"] for group in groups] == [False, True]


# The pages


def test_only_its_role_is_let_in(side: StaffSide) -> None:
    sofie = signed_in(side, "sofie")
    for path in ("/indhold", CARD, "/indhold/kommuner/odense"):
        assert sofie.get(path).status_code == 403
        assert sofie.submit(f"{path}/godkend", "/").status_code in (403, 405)
    with StaffBrowser(side.url) as stranger:
        assert stranger.get(CARD).headers["location"] == "/log-ind"


def test_the_list_leads_to_every_card_and_can_be_narrowed(asger: StaffBrowser) -> None:
    page = asger.get("/indhold")
    assert page.headers["cache-control"] == "no-store"
    assert "/indhold" in asger.get("/").text
    assert page.text.count('href="/indhold/kort/') == len(CONTENT.cards)
    assert "/indhold/kommuner/odense" in page.text
    only = asger.get("/indhold?slags=Tal").text
    assert only.count('href="/indhold/k') == sum(card.slags == "tal" for card in CONTENT.cards)
    assert "ikke noget af den slags" in asger.get("/indhold?slags=%3Cscript%3E").text


def test_a_card_shows_what_is_said_today_and_where_it_is_from(asger: StaffBrowser) -> None:
    card = CONTENT.cards.get("krisecenter_hvem")
    assert card
    page = html.unescape(asger.get(CARD).text)
    for said in (card.tekst, card.mere, card.generelt, card.kilder[0].titel, "data/viden/kort/krisecenter.yml, linje "):
        assert said in page, said
    assert page.index("Det siger chatten i dag") < page.index(card.generelt) < page.index("når kortet er godkendt")
    for nothing in ("/indhold/kort/findes_ikke", "/indhold/kommuner/findes-ikke", "/indhold/andet/x"):
        assert asger.get(nothing).status_code == 404


def test_a_municipality_shows_what_its_file_says(asger: StaffBrowser) -> None:
    page = html.unescape(asger.get("/indhold/kommuner/odense").text)
    for said in (
        "Odense Kommune",
        "Ikke godkendt. Chatten viser kun kommunens navn.",
        "Krisecenter: ja",
        "ikke oplyst",
    ):
        assert said in page, said


def test_an_approval_waits_is_seen_and_can_be_taken_back(asger: StaffBrowser, side: StaffSide) -> None:
    before = (ROOT / "data" / "viden" / "kort" / "krisecenter.yml").read_bytes()
    page = asger.submit(f"{CARD}/godkend", CARD, **whole(asger)).text
    assert "Godkendt af Karen Holm" in page
    assert "Chatten ved intet om den før" in page
    assert "Godkendt, venter på at blive lagt ind (1)" in asger.get("/indhold").text
    (draft,) = drafts(side).rglob("*.yml")
    cards = {card["id"]: card for card in yaml.safe_load(draft.read_text(encoding="utf-8"))["kort"]}
    assert cards["krisecenter_hvem"]["godkendt_af"] == "Karen Holm"
    assert (ROOT / "data" / "viden" / "kort" / "krisecenter.yml").read_bytes() == before
    assert "Navn på den fagperson" in asger.submit(f"{CARD}/fortryd", CARD).text
    assert not list(drafts(side).rglob("*.yml"))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"holdt": ""}, "Hold hvert ord op mod kilden"),
        ({"af": " "}, "Skriv fagpersonens navn"),
        ({"den": "i går"}, "Godkendt den: vælg en dag"),
        ({"den": "2099-01-01"}, "ligger i fremtiden"),
        ({"igen": "2020-01-01"}, "Skal ses igen: vælg en dag efter i dag"),
        ({"aftryk": "x"}, "Ordene er ændret, siden du læste dem"),
    ],
)
def test_half_an_approval_says_what_is_missing_and_keeps_what_was_filled_in(
    wrong: dict[str, str], told: str, asger: StaffBrowser, side: StaffSide
) -> None:
    refused = asger.submit(f"{CARD}/godkend", CARD, **whole(asger, **wrong))
    assert (refused.status_code, told in refused.text) == (422, True)
    assert "af" in wrong or 'value="Karen Holm"' in refused.text
    assert not list(drafts(side).rglob("*.yml"))


def test_an_approval_needs_the_form_s_secret(asger: StaffBrowser, side: StaffSide) -> None:
    assert asger.post(f"{CARD}/godkend", data=whole(asger)).status_code == 403
    assert not list(drafts(side).rglob("*.yml"))


def test_an_editor_is_told_what_is_taken_in_or_that_there_is_nothing(tmp_path: Path) -> None:
    environment = os.environ | {"FOERSTEKONTAKT_DRAFTS_FOLDER": str(tmp_path)}
    command = [sys.executable, "-m", "bot.cli", "content", "take"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "Intet at lægge ind.\n")
