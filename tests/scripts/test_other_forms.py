"""The other forms a script and its run can take: a page for people, and Rasa's own tests."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.knowledge.content import read_content
from bot.scripts.judging import Finding
from bot.scripts.model import Script
from bot.scripts.page import html_report
from bot.scripts.rasa_form import from_rasa
from bot.scripts.running import Conversation, Run, Turn
from bot.scripts.writing import ScriptRefused
from bot.settings import ROOT

CONTENT = read_content(ROOT)
STORY = ROOT / "data" / "manuskripter" / "fare_paa_trappen.yml"


def bot(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot.cli", "script", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=os.environ, timeout=180, check=False)


def test_the_page_shows_what_was_expected_beside_what_came_and_escapes_it() -> None:
    step = {"borger": "<b>hej</b>", "assistent": {"viser": "x"}}
    script = Script.model_validate({"navn": "et", "hvem": "voksen", "om": "prøver", "trin": [step]})
    run = Run(Conversation(script, script.trin), [Turn("<b>hej</b>", [], [Finding("viser “x”", "<script>")])])
    page = html_report([run], date(2026, 11, 23))
    assert "1 gik galt" in page
    assert "23.11.2026" in page
    assert "viser “x”" in page
    assert "&lt;b&gt;hej&lt;/b&gt;" in page
    assert "<script>" not in page
    assert "http" not in page


def test_a_rasa_story_becomes_a_script_that_expects_what_its_answers_say() -> None:
    text = (
        "stories:\n- story: Spørger om tilhold\n  steps:\n  - user: |\n      hvad er et [tilhold](emne)\n"
        "    intent: tilhold\n  - action: utter_tilhold\n  - user: han slår mig nu\n    intent: akut_fare\n"
        "  - action: utter_akut_fare_straks\n  - action: utter_akut_fare\n"
    )
    (script,) = from_rasa(text, CONTENT)
    Script.model_validate(script)
    first, second = script["trin"]
    assert script["navn"] == "spoerger_om_tilhold"
    assert first["borger"] == "hvad er et tilhold"
    assert {"kort": "tilhold_hvad"} in first["assistent"]["viser"]
    assert second["assistent"]["slags"] == "akut"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "stories"),
        ("x: [", "stories"),
        ("stories: 3", "stories"),
        ("stories:\n- story: et\n  steps:\n  - intent: hilsen\n", "intent: hilsen"),
        ("stories:\n- story: et\n  steps:\n  - action: utter_hilsen\n", "ingen trin"),
        ("stories:\n- story: 123\n  steps: []\n", "bogstav"),
    ],
)
def test_what_is_no_rasa_test_is_told_in_one_line(text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(ScriptRefused, match=told):
        from_rasa(text, CONTENT)
    file = tmp_path / "test_x.yml"
    file.write_text(text, encoding="utf-8")
    refused = bot("from-rasa", str(file), "--to", str(tmp_path))
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1), refused.stderr


def test_a_script_goes_to_rasa_s_form_and_back(model: Path, tmp_path: Path) -> None:
    written = bot("to-rasa", str(STORY))
    assert written.returncode == 0, written.stderr
    (story,) = yaml.safe_load(written.stdout)["stories"]
    assert story["steps"][0] == {"user": "han er på vej op ad trappen", "intent": "akut_fare"}
    assert {"action": "utter_akut_fare"} in story["steps"]
    file = tmp_path / "test_x.yml"
    file.write_text(
        yaml.safe_dump({"stories": [story | {"steps": [each for each in story["steps"] if set(each) != {"intent"}]}]}),
        encoding="utf-8",
    )
    folder = tmp_path / "manuskripter"
    folder.mkdir()
    back = bot("from-rasa", str(file), "--to", str(folder))
    assert back.stdout == "fare_paa_trappen.yml\n", back.stderr
    again = yaml.safe_load((folder / "fare_paa_trappen.yml").read_text(encoding="utf-8"))
    assert again["trin"][0]["assistent"]["slags"] == "akut"
