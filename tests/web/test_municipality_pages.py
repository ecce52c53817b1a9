"""A municipality's page: the list, the address with ?kommune=, and the same by a form without scripts."""

import re

import httpx
import pytest

from bot.settings import ROOT
from bot.web.schemas import Municipalities
from tests.conftest import Assistant


@pytest.fixture
def client(assistant: Assistant) -> httpx.Client:
    return assistant.client()


def test_the_list_has_slug_and_name_and_says_which_is_made_up(client: httpx.Client) -> None:
    answer = client.get("/api/v1/municipalities")
    assert answer.status_code == 200
    listed = {each.slug: each.name for each in Municipalities.model_validate(answer.json()).municipalities}
    assert listed == {"demo": "Demokommunen (opdigtet)", "koege": "Køge Kommune", "odense": "Odense Kommune"}
    assert set(listed) == {file.stem for file in (ROOT / "data" / "kommuner").glob("[!_]*.yml")}


def hidden(page: str, name: str) -> str | None:
    field = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page)
    return field.group(1) if field else None


@pytest.mark.parametrize(
    ("asked", "known"), [("odense", "odense"), ("Odense", "odense"), ("atlantis", None), ("", None)]
)
def test_the_page_keeps_a_municipality_that_it_knows(asked: str, known: str | None, client: httpx.Client) -> None:
    page = client.get("/", params={"kommune": asked})
    assert page.status_code == 200
    assert hidden(page.text, "kommune") == known


def test_without_scripts_the_municipality_goes_along_with_the_form(client: httpx.Client) -> None:
    page = client.get("/", params={"kommune": "demo"}).text
    form = {"kommune": hidden(page, "kommune") or "", "tekst": "hvordan får jeg fat i kommunen?"}
    answer = client.post("/", data=form)
    assert answer.status_code == 200
    assert "Demokommunen er opdigtet" in answer.text
    again = client.post("/", data={"token": hidden(answer.text, "token"), "tekst": "hvad har kommunen åbent?"})
    assert "Demokommunen" in again.text


def test_an_unknown_municipality_without_scripts_is_answered_nationally(client: httpx.Client) -> None:
    answer = client.post("/", data={"kommune": "atlantis", "tekst": "hvordan får jeg fat i kommunen?"})
    assert answer.status_code == 200
    assert "1888" in answer.text
    assert "Demokommunen" not in answer.text
