"""A caseworker in the workshop of a running assistant, with scripts of her own to write beside."""

import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot.settings import ROOT
from tests.conftest import PASSWORD, Assistant, StaffBrowser, add_staff, start_assistant

FEW = ("fare_paa_trappen", "hvor_ved_du_det_fra", "aabning_om_mig")
RUN_SECONDS = 60


@dataclass
class Place:
    """The running assistant, and the folders its workshop writes to."""

    assistant: Assistant
    scripts: Path
    proposals: Path


@pytest.fixture(scope="session")
def place(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("workshop")
    scripts, proposals = folder / "manuskripter", folder / "forslag"
    scripts.mkdir()
    for name in FEW:
        shutil.copy(ROOT / "data" / "manuskripter" / f"{name}.yml", scripts)
    for name, *roles in (("sofie", "manuskripter", "indhold"), ("karin", "indloes:demo")):
        add_staff(folder / "state", name, *roles)
    running = start_assistant(
        folder, FOERSTEKONTAKT_SCRIPTS_FOLDER=str(scripts), FOERSTEKONTAKT_PROPOSALS_FOLDER=str(proposals)
    )
    running.wait_until_ready()
    yield Place(running, scripts, proposals)
    running.stop()


class Caseworker(StaffBrowser):
    """Somebody signed in, who does one thing at a time and sees the page that follows."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.follow_redirects = True

    def fill(self, path: str, page: str, fields: dict[str, str | list[str]] | None = None) -> httpx.Response:
        """Send a form of a page."""
        return self.post(path, data=(fields or {}) | {"csrf": self.secret(page)})

    def begin(self, municipality: str = "") -> str:
        return self.fill("/snak/forfra", "/snak", {"kommune": municipality}).text

    def say(self, text: str) -> str:
        return self.fill("/snak", "/snak", {"tekst": text}).text

    def tap(self, title: str) -> str:
        found = re.search(f'<button name="knap" value="([^"]+)">{re.escape(title)}<', self.get("/snak").text)
        assert found, title
        return self.fill("/snak", "/snak", {"knap": found[1]}).text

    def run(self, name: str = "") -> str:
        """Run a script, or all, and give the page when it is over."""
        page = self.fill("/koersel", "/manuskripter", {"navn": name}).text
        deadline = time.monotonic() + RUN_SECONDS
        while 'http-equiv="refresh"' in page:
            assert time.monotonic() < deadline, page
            time.sleep(0.2)
            page = self.get("/koersel?foelg=ja").text
        return page

    def call(self, method: str, path: str) -> httpx.Response:
        return self.request(method, path, headers={"X-CSRF-Token": self.secret("/")})


@contextmanager
def signed_in(place: Place, name: str) -> Iterator[Caseworker]:
    with Caseworker(place.assistant.staff_url) as browser:
        assert browser.sign_in(name, PASSWORD).status_code == 200
        yield browser


@pytest.fixture(scope="module")  # one sign-in: an address may send so many forms a minute and no more
def sofie(place: Place) -> Iterator[Caseworker]:
    with signed_in(place, "sofie") as browser:
        yield browser
