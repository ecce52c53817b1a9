"""Takes the handbook's pictures by doing what it says, in a real browser against the real assistant: `make haandbog`."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, sync_playwright

from bot.settings import ROOT, Settings
from bot.training import train
from tests.conftest import PASSWORD, Assistant, add_staff, start_assistant
from tests.page.conftest import QUIET

PICTURES = ROOT / "docs" / "haandbog" / "billeder"
FEW = ("fare_paa_trappen", "hvor_ved_du_det_fra", "aabning_om_mig", "ret_tilhold")
SIZE = {"width": 680, "height": 860}
NAME = "Spørger om tilhold"
FILE = "spoerger_om_tilhold"
RUN_MILLISECONDS = 60_000


@dataclass
class Camera:
    """One page, and where it is."""

    page: Page
    at: str

    def open(self, path: str) -> None:
        self.page.goto(f"{self.at}{path}")

    def take(self, name: str, last: Locator | None = None, first: Locator | None = None) -> None:
        """Keep what is seen from the top, or from `first`, to the end of `last`, or as much as a screen holds."""
        begins = _top(first) - 16 if first else 0
        ends = min(begins + SIZE["height"], _bottom(last) + 8) if last else begins + SIZE["height"]
        whole: int = self.page.evaluate("document.documentElement.scrollHeight")
        clip = {"x": 0, "y": begins, "width": SIZE["width"], "height": min(ends, whole) - begins}
        self.page.screenshot(path=PICTURES / f"{name}.png", clip=clip, full_page=True)  # type: ignore[arg-type]

    def tap(self, title: str) -> None:
        self.page.get_by_role("button", name=title, exact=True).click()

    def follow(self, title: str) -> None:
        self.page.get_by_role("link", name=title, exact=True).click()

    def run(self) -> None:
        self.tap("Prøv det")
        self.page.get_by_text("Færdig.").wait_for(timeout=RUN_MILLISECONDS)


def take_all(camera: Camera, scripts: Path) -> None:
    """Do what the handbook says, page by page."""
    _sign_in(camera)
    _read_and_try(camera)
    _talk_and_keep(camera)
    _break_and_mend(camera, scripts)
    _mark(camera)
    _approve(camera)


def _sign_in(camera: Camera) -> None:
    page = camera.page
    camera.open("/log-ind")
    page.get_by_label("Navn").fill("sofie")
    page.get_by_label("Adgangskode").fill(PASSWORD)
    camera.take("log-ind", page.locator("main p").last)
    camera.tap("Log ind")
    camera.take("start", page.locator(".can"))


def _read_and_try(camera: Camera) -> None:
    page = camera.page
    camera.open("/manuskripter")
    camera.take("liste")
    camera.follow("fare_paa_trappen")
    camera.take("laes", page.locator(".talk > li").first, page.get_by_role("heading", name="Samtalen"))
    camera.run()
    camera.follow("fare_paa_trappen")
    camera.take("proevet", page.locator(".why").first, page.get_by_role("heading", name="Sådan gik det: godt"))


def _talk_and_keep(camera: Camera) -> None:
    page = camera.page
    camera.open("/snak")
    page.get_by_label("Eller skriv").fill("hvad er et tilhold")
    camera.tap("Send")
    page.get_by_text("Hvor sikker").wait_for()
    camera.take("snak", page.locator(".why dd").nth(3), page.locator(".citizen").last)
    page.get_by_label("Et par ord om samtalen").fill(NAME)
    camera.take("gem", page.get_by_text("Svarene skal så"), page.get_by_role("heading", name="Gem som manuskript"))
    camera.tap("Gem")
    camera.take("mit", page.locator(".talk > li").first)


def _break_and_mend(camera: Camera, scripts: Path) -> None:
    page = camera.page
    camera.follow("Ret manuskriptet")
    right = page.get_by_label("Manuskriptets tekst").input_value()
    page.get_by_label("Manuskriptets tekst").fill(right.replace("slags_ikke: akut", "slags: akut"))
    camera.take("ret", page.get_by_role("button", name="Gem rettelsen"))
    camera.tap("Gem rettelsen")
    camera.run()
    camera.follow(FILE)
    camera.take("galt", page.locator(".fault").last, page.get_by_role("heading", name="Sådan gik det: galt"))
    assert (scripts / f"{FILE}.yml").is_file()


def _mark(camera: Camera) -> None:
    page = camera.page
    camera.open("/snak")
    camera.follow("Mærk svaret")
    page.get_by_label("Utryg").check()
    page.get_by_label("Hvad er galt?").fill("At blive boende kan være farligt. Skriv det, før politiet bliver nævnt.")
    page.get_by_role("checkbox", name="Spørg også").check()
    camera.take("maerke", page.get_by_role("button", name="Mærk svaret"), page.get_by_text("Svaret er", exact=True))
    camera.tap("Mærk svaret")
    camera.take("maerket", page.get_by_role("button", name="Svaret er rettet"))


def _approve(camera: Camera) -> None:
    page = camera.page
    camera.open("/indhold")
    camera.take("indhold")
    camera.open("/indhold/kort/krisecenter_hvem")
    camera.take("kort", page.get_by_text("Holdt op mod kilden"))
    page.get_by_label("Navn på den fagperson").fill("Karen Holm (opdigtet)")
    page.get_by_label("Jeg har holdt hvert ord").check()
    camera.take("godkend", page.get_by_role("button", name="Godkend", exact=True), _approval(page))
    camera.tap("Godkend")
    camera.take("venter", page.get_by_role("button", name="Træk godkendelsen"), _approval(page))


def _approval(page: Page) -> Locator:
    return page.get_by_role("heading", name="Godkend", exact=True)


def _top(of: Locator) -> float:
    return _box(of)["y"]


def _bottom(of: Locator) -> float:
    box = _box(of)
    return box["y"] + box["height"]


def _box(of: Locator) -> dict[str, float]:
    """Give where something is on the whole page."""
    box: dict[str, float] = of.evaluate(
        "(each) => { const { top, height } = each.getBoundingClientRect(); return { y: top + scrollY, height }; }"
    )
    return box


@contextmanager
def _running(folder: Path) -> Iterator[Assistant]:
    for name in FEW:
        shutil.copy(ROOT / "data" / "manuskripter" / f"{name}.yml", folder / "manuskripter")
    add_staff(folder / "state", "sofie", "manuskripter", "indhold")
    assistant = start_assistant(
        folder,
        FOERSTEKONTAKT_SCRIPTS_FOLDER=str(folder / "manuskripter"),
        FOERSTEKONTAKT_PROPOSALS_FOLDER=str(folder / "forslag"),
        FOERSTEKONTAKT_DRAFTS_FOLDER=str(folder / "udkast"),
    )
    try:
        assistant.wait_until_ready()
        yield assistant
    finally:
        assistant.stop()


def main() -> None:
    """Take every picture anew."""
    train(Settings().model_folder)
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="foerstekontakt-") as name, sync_playwright() as playwright:
        folder = Path(name)
        (folder / "manuskripter").mkdir()
        with _running(folder) as assistant:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=[*QUIET, "--lang=da-DK"], env={"LANGUAGE": "da"}
            )
            context = browser.new_context(viewport=SIZE, locale="da-DK", color_scheme="light")  # type: ignore[arg-type]
            context.set_default_timeout(20_000)
            take_all(Camera(context.new_page(), assistant.staff_url), folder / "manuskripter")
            browser.close()


if __name__ == "__main__":
    main()
