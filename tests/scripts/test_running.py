"""Scripts against the real assistant: each of data/manuskripter, and some that must fail and say where."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pytest

from bot.knowledge.content import read_content
from bot.scripts.batch import rules_of
from bot.scripts.by_http import HttpLine
from bot.scripts.judging import Rules
from bot.scripts.model import Script
from bot.scripts.reading import read_scripts, script_files
from bot.scripts.report import junit, read_out, steps_of
from bot.scripts.running import Run, conversations, run_all, run_one
from bot.settings import ROOT
from bot.supervisor import free_port
from tests.conftest import Assistant

CONTENT = read_content(ROOT)
FILE = ROOT / "data" / "manuskripter" / "fare_paa_trappen.yml"
SCRIPTS = {each.script.navn: each.script for each in read_scripts(script_files(ROOT), CONTENT.cards)}


@pytest.fixture(scope="module")
def rules() -> Rules:
    return rules_of(CONTENT, date.today())


async def held(script: Script, assistant: Assistant, rules: Rules) -> list[Run]:
    return await run_all(conversations(script, SCRIPTS), assistant.url, rules)


@pytest.mark.parametrize("name", SCRIPTS)
async def test_the_scripts(name: str, assistant: Assistant, rules: Rules) -> None:
    runs = await held(SCRIPTS[name], assistant, rules)
    assert all(run.held for run in runs), "\n".join(read_out(run for run in runs if not run.held))


def test_there_are_scripts_enough_for_every_group() -> None:
    assert len(SCRIPTS) >= 60
    groups = [script.hvem for script in SCRIPTS.values()]
    few = {group for group in groups if groups.count(group) < 3}
    assert not few


def test_openings_are_scripts_of_their_own() -> None:
    assert any(script.begynder_med for script in SCRIPTS.values())


def script(*steps: dict[str, object], **more: object) -> Script:
    return Script.model_validate({"navn": "proeve", "hvem": "voksen", "om": "prøver", "trin": steps} | more)


async def test_a_script_that_must_fail_does_and_says_where(assistant: Assistant, rules: Rules) -> None:
    wrong = script(
        {"borger": "hvad er et tilhold", "assistent": {"viser": "tilhold*"}},
        {"borger": "han er på vej op ad trappen", "assistent": {"slags": "forlad", "foerste_nummer": 1888}},
        {"borger": "tak", "assistent": {"slags_ikke": "akut"}},
    )
    (run,) = await held(wrong, assistant, rules)
    assert not run.held
    told = "\n".join(steps_of(run))
    assert "1. ✓ borger: hvad er et tilhold" in told
    assert "2. ✗ borger: han er på vej op ad trappen" in told
    assert "ventet: slags forlad" in told
    assert "ventet: første nummer 1888\n       kom:    112" in told
    assert "3. ✓ borger: tak" in told


async def test_a_button_that_is_not_offered_stops_the_conversation(assistant: Assistant, rules: Rules) -> None:
    steps = [{"borger": said, "assistent": {"slags": "svar"}} for said in (["Findes ikke"], "hej")]
    (run,) = await held(script(*steps), assistant, rules)
    told = "\n".join(steps_of(run))
    assert "ventet: knappen “Findes ikke” kan vælges" in told
    assert "Det handler om mig · " in told
    assert "1 trin blev ikke prøvet." in told


async def test_every_wording_is_a_conversation_of_its_own(assistant: Assistant, rules: Rules) -> None:
    wordings = ["hvad er et tilhold", "kan jeg få et tilhold"]
    step = {"borger": "tilhold", "samme_som": wordings, "assistent": {"viser": "tilhold*"}}
    runs = await held(script(step), assistant, rules)
    assert [run.turns[0].said for run in runs] == ["tilhold", *wordings]


async def test_a_conversation_that_stays_fails_intet_gemt(rules: Rules, assistant: Assistant) -> None:
    """A stand-in for an assistant that forgets nothing: it answers whatever the token."""
    step = {"borger": "hej", "assistent": {"intet_gemt": "ja"}}
    (run,) = await held(script(step), assistant, rules)
    assert run.held
    message = {"kind": "text", "text": "hej", "links": [{"title": "Ring 1888", "href": "tel:1888"}]}

    def keeps(request: httpx.Request) -> httpx.Response:
        begins = request.url.path.endswith("/conversation")
        return httpx.Response(201 if begins else 200, json={"token": "t", "messages": [message], "removed": []})

    async with httpx.AsyncClient(base_url="http://keeps", transport=httpx.MockTransport(keeps)) as client:
        kept = await run_one(HttpLine(client), conversations(script(step), {})[0], rules)
    assert kept.turns[0].findings[0].expected == "intet gemt: samtalen er ukendt bagefter"


async def test_an_assistant_that_is_not_there_is_told(rules: Rules) -> None:
    one = conversations(script({"borger": "hej", "assistent": {"slags": "svar"}}), {})
    (run,) = await run_all(one, f"http://127.0.0.1:{free_port()}", rules)
    assert "ventet: assistenten svarer" in "\n".join(steps_of(run))


async def test_a_step_that_never_ends_stops_the_conversation_and_is_told(rules: Rules) -> None:
    """A stand-in for an assistant that opens the chat and then says nothing more: as httpx tells it, without the wait."""
    message = {"kind": "text", "text": "hej"}

    def never_ends(request: httpx.Request) -> httpx.Response:
        if not request.url.path.endswith("/conversation"):
            raise httpx.ReadTimeout("")
        return httpx.Response(201, json={"token": "t", "messages": [message], "removed": []})

    two = script(*[{"borger": said, "assistent": {"slags": "svar"}} for said in ("hej", "og mere")])
    async with httpx.AsyncClient(base_url="http://never", transport=httpx.MockTransport(never_ends)) as client:
        run = await run_one(HttpLine(client), conversations(two, {})[0], rules)
    told = "\n".join(steps_of(run))
    assert "kom:    intet svar, før tiden var gået" in told
    assert "1 trin blev ikke prøvet." in told


async def test_junit_counts_and_names_the_failures(assistant: Assistant, rules: Rules) -> None:
    step = {"borger": "hej", "samme_som": ["<hej & “hej”>"], "assistent": {"viser": "dette svar findes ikke"}}
    runs = await held(script(step), assistant, rules)
    suite = ElementTree.fromstring(junit(runs))
    assert (suite.get("tests"), suite.get("failures")) == ("2", "2")
    failure = suite.find("testcase/failure")
    assert failure is not None
    assert "trin 1" in failure.get("message", "")
    assert "ventet:" in (failure.text or "")


def bot(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", "script", *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ,
        timeout=120,
        check=False,
    )


def test_the_command_tells_by_its_exit_code(assistant: Assistant, tmp_path: Path) -> None:
    good = str(FILE)
    head = "navn: forkert\nhvem: voksen\nom: skal gå galt\ntrin:\n- borger: hej\n"
    wrong, broken = tmp_path / "forkert.yml", tmp_path / "broken.yml"
    wrong.write_text(f"{head}  assistent: {{viser: findes ikke}}\n", encoding="utf-8")
    broken.write_text(f"{head}  asistent: {{viser: hej}}\n", encoding="utf-8")
    report = tmp_path / "junit.xml"

    went_well = bot("run", good, "--url", assistant.url, "--junit", str(report))
    assert went_well.returncode == 0, went_well.stdout
    assert "✓" in went_well.stdout
    assert ElementTree.parse(report).getroot().get("failures") == "0"

    went_wrong = bot("run", str(wrong), "--url", assistant.url)
    assert went_wrong.returncode == 1
    assert "ventet: viser “findes ikke”" in went_wrong.stdout

    refused = bot("run", str(broken), "--url", assistant.url)
    assert refused.returncode == 1
    assert "broken.yml:6: asistent kendes ikke; mente du assistent?" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_the_command_starts_an_assistant_itself(model: Path) -> None:
    done = bot("run", str(FILE))
    assert done.returncode == 0, done.stdout + done.stderr
