"""What a social worker does in the workshop, from reading a script to seeing CI fail on an answer she marked."""

import html
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import yaml

from bot.settings import ROOT
from tests.workshop.conftest import FEW, Caseworker, Place, signed_in

ASKED = "hvad er et tilhold"


def bot(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ,
        timeout=120,
        check=False,
    )


def read(file: Path) -> dict[str, object]:
    content: dict[str, object] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return content


def test_the_list_shows_every_script_and_only_to_its_role(sofie: Caseworker, place: Place) -> None:
    page = sofie.get("/manuskripter").text
    for name in FEW:
        assert f'href="/manuskripter/{name}"' in page
    with signed_in(place, "karin") as other:
        for path in ("/manuskripter", "/snak", "/koersel", "/forslag", "/api/v1/scripts"):
            assert other.get(path).status_code == 403
        assert "/manuskripter" not in other.get("/").text
    assert place.assistant.client().get("/manuskripter").status_code == 404


def test_a_script_reads_as_a_conversation(sofie: Caseworker) -> None:
    page = sofie.get("/manuskripter/fare_paa_trappen").text
    assert "han er på vej op ad trappen" in page
    assert "Prøves også som" in page
    assert "er hjælp til fare (akut)" in page
    assert "har 112 allerførst" in page
    assert sofie.get("/manuskripter/findes_ikke").status_code == 404


def test_one_script_is_run_and_shows_why_each_answer_came(sofie: Caseworker) -> None:
    assert "Færdig" in sofie.run("fare_paa_trappen")
    page = sofie.get("/manuskripter/fare_paa_trappen").text
    assert "Gik godt" in page
    assert "Fareregel" in page
    assert "akut_fare/" in page
    assert "Gik godt" in sofie.get("/manuskripter").text


def test_a_run_of_all_tells_how_far_it_is_and_a_second_must_wait(sofie: Caseworker) -> None:
    started = sofie.fill("/koersel", "/manuskripter")
    assert "samtaler er prøvet" in started.text
    assert 'http-equiv="refresh"' in started.text
    assert "Vent, til den er færdig" in sofie.fill("/koersel", "/manuskripter").text
    busy = sofie.call("POST", "/api/v1/scripts/fare_paa_trappen/run")
    assert (busy.status_code, busy.json()["title"]) == (409, "Optaget")
    while 'http-equiv="refresh"' in (page := sofie.get("/koersel?foelg=ja").text):
        pass
    assert "Færdig. Alle" in page


def test_talking_shows_the_reason_card_and_source_beside_the_answer(sofie: Caseworker) -> None:
    sofie.begin()
    page = sofie.say(ASKED)
    for said in ("Forstået som", "(tilhold)", "Hvor sikker", "Svar valgt", "Kilde"):
        assert said in page, said
    assert "Fareregel" in sofie.say("han slår mig lige nu")
    assert "Borger" not in sofie.begin()
    assert "Hvor sikker" not in sofie.get("/snak").text


def test_a_button_is_tapped_and_an_old_one_is_told(sofie: Caseworker) -> None:
    sofie.begin()
    assert "[Det handler om mig]" in sofie.tap("Det handler om mig")
    assert "hører ikke til det sidste svar" in sofie.fill("/snak", "/snak", {"knap": "b1000"}).text
    for nothing in ({}, {"tekst": "   "}):
        assert "Skriv noget, eller tryk på en knap" in sofie.fill("/snak", "/snak", nothing).text
    assert "Skriv højst 2000 tegn" in sofie.say("x" * 2_001)


def test_a_talk_becomes_a_script_with_one_press_and_holds(sofie: Caseworker, place: Place) -> None:
    sofie.begin()
    sofie.say(ASKED)
    sofie.say("han er på vej op ad trappen")
    page = sofie.fill("/snak/gem", "/snak", {"navn": "Spørger om tilhold på tærsklen"}).text
    assert "Prøv det" in page
    file = place.scripts / "spoerger_om_tilhold_paa_taersklen.yml"
    steps = read(file)["trin"]
    assert isinstance(steps, list)
    assert [step["borger"] for step in steps] == [ASKED, "han er på vej op ad trappen"]
    assert steps[1]["assistent"]["foerste_nummer"] == "112"
    assert read(file)["ejer"] == "sofie"
    try:
        assert "Færdig. Alle" in sofie.run(file.stem)
        again = sofie.fill("/snak/gem", "/snak", {"navn": "Spørger om tilhold på tærsklen"})
        assert again.status_code == 422
        assert "Der er allerede et manuskript" in again.text
    finally:
        file.unlink()


def test_what_is_ticked_is_what_the_script_expects(sofie: Caseworker, place: Place) -> None:
    sofie.begin("demo")
    sofie.say("hej")
    sofie.fill("/snak/gem", "/snak", {"navn": "kun det", "valgt": "ja", "hvem": "ung", "trin0": ["1"]})
    file = place.scripts / "kun_det.yml"
    script = read(file)
    file.unlink()
    assert (script["hvem"], script["kommune"]) == ("ung", "demo")
    assert len(script["trin"][0]["assistent"]) == 1  # type: ignore[index]


def test_what_identifies_somebody_is_out_before_anything_is_kept(sofie: Caseworker, place: Place) -> None:
    sofie.begin()
    page = sofie.say("min mand Lars Petersen slår mig, ring til 22 33 44 55")
    assert "[navn]" in page
    sofie.fill("/snak/gem", "/snak", {"navn": "om Lars Petersen"})
    sofie.fill("/snak/0/forslag", "/snak", {"mener": "oplever_fysisk_vold"})
    marked = sofie.fill("/snak/0/maerke", "/snak", {"som": "forkert", "fordi": "Lars Petersen bor her", "boble": "0"})
    assert marked.status_code == 200
    written = [*place.scripts.glob("om_navn.yml"), *place.scripts.glob("maerket_*"), *place.proposals.iterdir()]
    assert len(written) == 3
    for file in written:
        text = file.read_text(encoding="utf-8")
        assert "Lars" not in text
        assert "22 33" not in text
        assert "[navn]" in text
        file.unlink()


def test_a_marked_answer_fails_until_somebody_has_seen_it_mended(sofie: Caseworker, place: Place) -> None:
    sofie.begin()
    sofie.say(ASKED)
    for lacking, told in (
        ({}, "Vælg, hvad der er galt"),
        ({"som": "utryg"}, "Skriv, hvad der er galt"),
        ({"som": "utryg", "fordi": "lyder koldt"}, "Sæt kryds"),
    ):
        refused = sofie.fill("/snak/0/maerke", "/snak", lacking)
        assert (refused.status_code, told in refused.text) == (422, True)
    page = sofie.fill(
        "/snak/0/maerke",
        "/snak",
        {"som": "utryg", "fordi": "Lyder koldt", "ejer": "Redaktionen", "mangler": "tilhold*"},
    ).text
    assert "Utryg" in page
    (file,) = place.scripts.glob("maerket_utryg_*.yml")
    try:
        assert "gik galt" in sofie.run(file.stem)
        assert "Utryg" in sofie.get("/manuskripter").text
        assert read(file)["maerke"]["ejer"] == "Redaktionen"  # type: ignore[index]
        ci = bot("script", "run", str(file), "--url", place.assistant.url)
        assert ci.returncode == 1
        assert "svaret er rettet: mærket utryg af sofie, “Lyder koldt”" in ci.stdout
        assert "venter på Redaktionen" in ci.stdout
        assert "Rettet. Set af sofie" in sofie.fill(f"/maerker/{file.stem}/rettet", f"/manuskripter/{file.stem}").text
        assert bot("script", "run", str(file), "--url", place.assistant.url).returncode == 0
        again = sofie.fill(f"/maerker/{file.stem}/rettet", f"/manuskripter/{file.stem}")
        assert (again.status_code, "intet mærke, der står åbent" in again.text) == (422, True)
    finally:
        file.unlink()


def test_a_marked_wording_that_comes_again_fails_also_after_the_mark(sofie: Caseworker, place: Place) -> None:
    sofie.begin()
    sofie.say(ASKED)
    sofie.fill("/snak/0/maerke", "/snak", {"som": "forældet", "fordi": "Loven er ny", "boble": "0", "ejer": "sofie"})
    (file,) = place.scripts.glob("maerket_foraeldet_*.yml")
    try:
        assert read(file)["maerke"]["ejer"] == "sofie"  # type: ignore[index]
        sofie.fill(f"/maerker/{file.stem}/rettet", f"/manuskripter/{file.stem}")
        assert "gik galt" in sofie.run(file.stem)
    finally:
        file.unlink()


def test_only_what_is_pointed_at_must_not_come_again(sofie: Caseworker) -> None:
    sofie.begin()
    page = sofie.say(ASKED)
    assert page.count('class="bubble"') > 1
    assert 'name="boble" value="0" checked' not in sofie.get("/snak/0/maerke").text


@pytest.fixture
def mine(sofie: Caseworker, place: Place) -> Iterator[Path]:
    """A script of her own, to correct."""
    sofie.begin()
    sofie.say(ASKED)
    sofie.fill("/snak/gem", "/snak", {"navn": "mit eget"})
    yield place.scripts / "mit_eget.yml"
    (place.scripts / "mit_eget.yml").unlink()


def correct(sofie: Caseworker, text: str, read: str = "") -> httpx.Response:
    path = "/manuskripter/mit_eget/ret"
    print_ = re.search('name="aftryk" value="([^"]+)"', sofie.get(path).text)
    assert print_
    return sofie.fill(path, path, {"tekst": text, "aftryk": read or print_[1]})


def test_a_script_is_broken_on_purpose_shows_why_and_is_put_right_again(sofie: Caseworker, mine: Path) -> None:
    right = mine.read_text(encoding="utf-8")
    assert "Prøv det" in correct(sofie, right.replace("slags_ikke: akut", "slags: akut")).text
    assert "gik galt" in sofie.run("mit_eget")
    assert "slags akut: hjælp til fare" in sofie.get("/manuskripter/mit_eget").text
    correct(sofie, right.replace("\n", "\r\n"))
    assert mine.read_text(encoding="utf-8") == right
    assert "Færdig. Alle" in sofie.run("mit_eget")


WRONG = {
    "trin: []": "Linje 1 (“trin: []”): ",
    "navn: [": "Linje 2: kan ikke læses",
    "navn: andet\nhvem: ung\nom: x\ntrin:\n- borger: hej\n  assistent: {slags: svar}": "Navnet er filens navn",
    "navn: mit_eget\nhvem: ung\nom: x\ntrin:\n- borger: ring til 22 33 44 55\n  assistent: {slags: svar}": "genkende nogen",
    "navn: mit_eget\nhvem: ung\nom: x\nmaerke: {som: utryg, fordi: x, ejer: x, sat_af: x, sat_den: 2026-11-23}\n"
    "trin:\n- borger: hej\n  assistent: {slags: svar}": "Mærket kan ikke rettes her",
}


def test_a_wrong_correction_is_told_and_the_old_text_stays(sofie: Caseworker, mine: Path) -> None:
    before = mine.read_text(encoding="utf-8")
    for text, told in WRONG.items():
        refused = correct(sofie, text)
        assert (refused.status_code, told in html.unescape(refused.text)) == (422, True), refused.text
        assert text.splitlines()[0] in html.unescape(refused.text)
        assert mine.read_text(encoding="utf-8") == before
        assert len(list(mine.parent.glob("*.udkast"))) == 0


def test_two_who_correct_at_a_time_do_not_overwrite_each_other(sofie: Caseworker, mine: Path) -> None:
    before = mine.read_text(encoding="utf-8")
    refused = correct(sofie, before.replace("om: ", "om: x"), read="0123456789abcdef")
    assert (refused.status_code, "En anden har rettet" in refused.text) == (422, True)
    assert mine.read_text(encoding="utf-8") == before


def test_what_a_conversation_remembers_and_forgets_is_judged(sofie: Caseworker, place: Place) -> None:
    file = place.scripts / "husker.yml"
    file.write_text(
        "navn: husker\nhvem: voksen\nom: x\ntrin:\n"
        "- borger: [Det handler om mig]\n  assistent: {husker: {fortalt_hvem: mig}, glemt: fare_naevnt}\n"
        "- borger: han er på vej op ad trappen\n  assistent: {husker: [fortalt_hvem, fare_naevnt]}\n"
        "- borger: slet alt hvad jeg har skrevet\n  assistent: {glemt: alt}\n"
        "- borger: hej\n  assistent: {husker: fortalt_hvem}\n",
        encoding="utf-8",
    )
    try:
        steps = sofie.call("POST", "/api/v1/scripts/husker/run").json()["conversations"][0]["steps"]
        outside = bot("script", "run", str(file), "--url", place.assistant.url)
    finally:
        file.unlink()
    assert [step["held"] for step in steps] == [True, True, True, False], steps
    assert steps[3]["findings"] == [{"expected": "husker fortalt_hvem", "came": "det er glemt"}]
    assert outside.returncode == 1
    assert "kør uden --url" in outside.stdout


def test_a_wording_is_proposed_once_and_waits_in_a_file(sofie: Caseworker, place: Place) -> None:
    sofie.begin()
    sofie.say("mit tilholdspapir hvordan virker det mon")
    assert "Vælg, hvad der blev ment" in sofie.fill("/snak/0/forslag", "/snak", {"mener": "findes_ikke"}).text
    for _ in range(2):
        page = sofie.fill("/snak/0/forslag", "/snak", {"mener": "tilhold"}).text
    assert "mit tilholdspapir" in page
    file = place.proposals / "tilhold.yml"
    (entry,) = yaml.safe_load(file.read_text(encoding="utf-8"))["forslag"]
    assert (entry["mener"], entry["foreslaaet_af"]) == ("tilhold", "sofie")
    file.unlink()


BROKEN = {
    "unknown key": ("navn: x\nhvem: voksen\nom: x\nemne: x\ntrin: [{borger: hej, assistent: {slags: svar}}]\n", "emne"),
    "broken yaml": ("navn: [x\n", "kan ikke læses"),
    "name taken": (
        "navn: fare_paa_trappen\nhvem: voksen\nom: x\ntrin: [{borger: a, assistent: {slags: svar}}]\n",
        "samme",
    ),
    "1,000 steps": (
        "navn: x\nhvem: voksen\nom: x\ntrin:\n" + "- {borger: hej, assistent: {slags: svar}}\n" * 1_000,
        "højst 100",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_script_is_told_in_one_line_and_nothing_runs(case: str, sofie: Caseworker, place: Place) -> None:
    text, told = BROKEN[case]
    file = place.scripts / "zz_broken.yml"
    file.write_text(text, encoding="utf-8")
    try:
        page = sofie.get("/manuskripter").text
        (line,) = [each for each in page.splitlines() if "zz_broken.yml:" in each]
        assert told in line
        assert "Prøv alle" not in page
        called = sofie.call("POST", "/api/v1/scripts/fare_paa_trappen/run")
        assert called.status_code == 422
        assert "zz_broken.yml:" in called.json()["detail"]
    finally:
        file.unlink()


def test_the_calls_give_the_list_and_a_verdict_step_by_step(sofie: Caseworker) -> None:
    listed = {each["name"]: each for each in sofie.call("GET", "/api/v1/scripts").json()["scripts"]}
    assert set(FEW) <= set(listed)
    verdict = sofie.call("POST", "/api/v1/scripts/fare_paa_trappen/run").json()
    assert verdict["held"] is True
    step = verdict["conversations"][0]["steps"][0]
    assert step["why"]["danger"].startswith("akut_fare/")
    assert step["answer"][0]["kind"] == "urgent"
    assert sofie.call("POST", "/api/v1/scripts/findes_ikke/run").status_code == 404


def test_the_public_api_tells_none_of_the_reasons(place: Place) -> None:
    answer = place.assistant.talk().post({"text": ASKED})
    assert set(answer.json()) == {"messages", "removed"}
    assert "confidence" not in answer.text


def test_nothing_of_a_talk_is_printed(sofie: Caseworker, place: Place) -> None:
    sofie.begin()
    sofie.say("kvistehassel slår mig ofte")
    assert "kvistehassel" not in place.assistant.printed()
    assert "Unforeseen" not in place.assistant.printed()
