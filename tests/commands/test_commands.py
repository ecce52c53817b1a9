"""The commands as contract/cli.md has them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import ROOT
from bot.supervisor import free_port


def bot(*arguments: str, lines: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments],
        input=lines,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | environment,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("command", [(), ("run",), ("train",), ("chat",), ("parse",), ("redact",), ("script", "run")])
def test_every_command_has_help(command: tuple[str, ...]) -> None:
    helped = bot(*command, "--help")
    assert helped.returncode == 0
    assert helped.stdout.startswith("Usage:")


@pytest.mark.parametrize(
    "wrong",
    [("nothing",), ("run", "--port", "many"), ("run", "--port", "70000"), ("run", "--only", "all"), ("train", "x")],
)
def test_wrong_use_is_exit_code_2_and_no_traceback(wrong: tuple[str, ...]) -> None:
    refused = bot(*wrong)
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("EXIT_URL", "ftp://example.dk"),
        ("EXIT_URL", "http://example.dk"),
        ("IDLE_MINUTES", "0"),
        ("IDLE_MINUTES", "600"),
        ("MAX_TURNS", "-1"),
    ],
)
def test_a_wrong_setting_refuses_to_start_with_one_line_that_names_it(name: str, value: str) -> None:
    refused = bot("run", **{f"FOERSTEKONTAKT_{name}": value})
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert f"FOERSTEKONTAKT_{name}" in refused.stderr


def test_a_port_in_use_is_one_line(model: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        refused = bot("run", "--port", str(taken.getsockname()[1]), "--staff-port", str(free_port()))
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1


def test_one_part_without_a_secret_is_refused(model: Path) -> None:
    refused = bot("run", "--only", "web")
    assert refused.returncode == 2
    assert "FOERSTEKONTAKT_ENGINE_SECRET" in refused.stderr


def test_a_model_of_the_sources_is_not_trained_again(model: Path) -> None:
    before = model.stat().st_mtime_ns
    done = bot("train")
    assert done.returncode == 0
    assert "up to date" in done.stdout
    assert model.stat().st_mtime_ns == before


def test_parse_gives_one_json_a_line_in_order(model: Path) -> None:
    messages = [
        "hvad er et tilhold",
        "",
        "/farvel",
        "han er på vej op ad trappen",
        "ring 26 13 99 88",
        "😀",
        "hej\tmed dig",
    ]
    done = bot("parse", lines="\n".join(messages) + "\n")
    assert done.returncode == 0, done.stderr
    parsed = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(parsed) == len(messages)
    assert all(set(each) == {"intent", "intent_ranking", "danger", "removed"} for each in parsed)
    assert parsed[0]["intent"]["name"] == "tilhold"
    assert 0 <= parsed[0]["intent"]["confidence"] <= 1
    assert parsed[2]["intent"]["confidence"] < 1, "a typed intent is just text"
    assert (parsed[0]["danger"], parsed[3]["danger"]) == (None, "akut_fare")
    assert parsed[4]["removed"] == ["telefon"]


def test_parse_of_nothing_is_nothing(model: Path) -> None:
    done = bot("parse")
    assert (done.returncode, done.stdout) == (0, "")


def test_redact_passes_on_what_does_not_identify() -> None:
    done = bot("redact", lines="mail mig på a@example.dk\nring 112 eller 1888\n\nmit cpr er 010190-1234\n")
    assert done.stdout.splitlines() == ["mail mig på [e-mail]", "ring 112 eller 1888", "", "mit cpr er [cpr-nummer]"]


def test_chat_is_a_conversation_by_the_same_path(model: Path) -> None:
    done = bot("chat", lines="1\nhvad er et tilhold\nhan er på vej op ad trappen\n\n")
    assert done.returncode == 0, done.stderr
    assert "automatisk assistent" in done.stdout
    assert "tilhold" in done.stdout.lower()
    assert "Ring 112" in done.stdout
