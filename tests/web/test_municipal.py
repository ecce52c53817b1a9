"""A municipality's look: what its file may set, and who may show the chat."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.knowledge.claims import LanguageRules
from bot.knowledge.municipalities import MOST_LOGO_BYTES, contrast_with_white, read_municipalities
from bot.settings import ROOT, Settings

RULES = LanguageRules.load(ROOT / "data" / "viden")

BASE = 'slug: proeve\nnavn: "Prøve"\nkontrolleret: 2026-11-22\ngennemses_senest: 2099-12-31\n'


def faults(folder: Path, look: str) -> list[str]:
    file = folder / "proeve.yml"
    file.write_text(f"{BASE}udseende:\n  {look}\n", encoding="utf-8")
    return [str(fault) for fault in read_municipalities([file], RULES)[1]]


def test_contrast_is_as_wcag_has_it() -> None:
    assert contrast_with_white("#000000") == pytest.approx(21)
    assert contrast_with_white("#ffffff") == pytest.approx(1)
    assert contrast_with_white("#767676") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("look", ['farve: "#005a70"', 'farve: ""', 'logo: ""'])
def test_a_look_that_can_be_used(tmp_path: Path, look: str) -> None:
    assert faults(tmp_path, look) == []


@pytest.mark.parametrize(
    ("look", "says"),
    [
        ('farve: "#ffcc00"', "for lys"),
        ('farve: "red"', "farve"),
        ('farve: "#000;} body{display:none"', "farve"),
        ('logo: "../demo.yml"', "logo"),
        ('logo: "mangler.svg"', "findes ikke"),
    ],
)
def test_a_look_that_cannot_is_told_in_one_line(tmp_path: Path, look: str, says: str) -> None:
    told = faults(tmp_path, look)
    assert len(told) == 1
    assert says in told[0]


def test_a_logo_that_is_too_large(tmp_path: Path) -> None:
    (tmp_path / "logo").mkdir()
    (tmp_path / "logo" / "stor.png").write_bytes(b"x" * (MOST_LOGO_BYTES + 1))
    assert "for stor" in faults(tmp_path, 'logo: "stor.png"')[0]


def test_our_own_files_are_whole() -> None:
    assert not read_municipalities(sorted((ROOT / "data" / "kommuner").glob("[a-z]*.yml")), RULES)[1]


@pytest.mark.parametrize(
    "origins", ["", "https://www.eksempel.dk", " https://a.dk  https://b.dk:8443 ", "http://127.0.0.1:*"]
)
def test_sites_that_may_show_the_chat(origins: str) -> None:
    assert Settings(frame_ancestors=origins).frame_ancestors == " ".join(origins.split())


@pytest.mark.parametrize(
    "origins", ["*", "https://*.dk", "http://www.eksempel.dk", "https://a.dk; script-src *", "eksempel.dk"]
)
def test_sites_that_may_not(origins: str) -> None:
    with pytest.raises(ValidationError, match="frame_ancestors"):
        Settings(frame_ancestors=origins)
