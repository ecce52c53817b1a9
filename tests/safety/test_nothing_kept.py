"""Nothing that a person writes is kept: not on a disk, not in a log, and after the exit not in memory either.

Words that nobody else writes ("marks") go through every path there is; then everything the machine holds is searched.
"""

import os
import random
import signal
import string
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bot.knowledge.topics import ACUTE
from bot.settings import ROOT
from bot.supervisor import free_port
from tests.conftest import Assistant, Talk, start_assistant
from tests.safety.traces import family_of, files_with, in_memory, temporary_folders

MOST_QUESTIONS = 12
FORGOTTEN_WITHIN = 5  # seconds, as the page says

DANGERS = {
    "akut_fare": "han er i gang med at slå mig lige nu",
    "trusler_paa_livet": "han siger at han slår mig ihjel",
    "selvmordstanker": "jeg vil ikke leve mere",
    "anden_truer_med_selvmord": "han truer med at tage livet af sig",
    "slaar_eget_barn": "jeg slår mine børn når jeg bliver sur",
    "barn_i_fare": "han slår min søn",
    "nyligt_overgreb": "han voldtog mig i nat",
    "skadet": "jeg bløder fra hovedet efter han slog",
    "udoever_selv": "jeg slår min kone og vil stoppe",
}


@pytest.fixture
def mark() -> str:
    """A word that nobody else writes, new for every test: so short that it is no number, so long that it is no chance."""
    return "".join(random.choices(string.ascii_lowercase, k=16))


@pytest.fixture
def started() -> float:
    return time.time()


def go_every_way(running: Assistant, mark: str) -> Talk:
    """Send the mark through every way into the assistant that a client has; give the conversation it was in."""
    talk = running.talk()
    words = [
        f"hej {mark}",
        f"/{mark}",
        f'/farvel{{"{mark}": 1}}',
        f"mail mig på {mark}@example.dk",
        f"asdf {mark} qwer",
    ]
    words += [
        f"min mand {mark} ringer fra +45 22 33 44 55",
        f"Привіт {mark}",
        f"🙂 {mark} 🙂",
        f"hvor kommer du fra {mark}",
    ]
    words += [f"{danger} {mark}" for danger in DANGERS.values()]
    for text in words:
        talk.post({"text": text})
    reflect(running.talk(), mark)
    to_messages = "/api/v1/conversation/messages"
    json = talk.headers | {"Content-Type": "application/json"}
    client = talk.client
    client.post(to_messages, content=f'{{"text": "{mark}', headers=json)
    client.post(to_messages, content=mark.encode() * 5000, headers=json)
    client.post(to_messages, content=mark, headers=talk.headers | {"Content-Type": mark})
    client.post(to_messages, json={mark: 1}, headers=talk.headers)
    client.post(to_messages, json={"text": mark * 200}, headers=talk.headers)
    client.post(to_messages, json={"choice": mark}, headers=talk.headers)
    client.post(to_messages, json={"text": mark}, headers={"Authorization": f"Bearer {mark}"})
    client.post("/api/v1/conversation", json={"municipality": mark})
    client.post("/api/v1/conversation/end", content=mark)
    client.request("DELETE", "/api/v1/conversation", headers={"Authorization": f"Bearer {mark}"})
    client.get(
        f"/{mark}?{mark}={mark}", headers={"User-Agent": mark, "Referer": f"https://{mark}.dk/", "Cookie": f"a={mark}"}
    )
    client.put(f"/api/v1/{mark}", content=mark)
    client.post("/", data={"tekst": mark, "token": mark})
    client.post("/", data={"tekst": f"hej {mark}", "token": talk.token})
    httpx.get(f"{running.staff_url}/{mark}?{mark}")
    return talk


def reflect(talk: Talk, mark: str) -> None:
    """Walk through every question of the reflection in words, with the mark in each answer and one that is no answer."""
    talk.say("stil mig nogle spørgsmål")
    for _ in range(MOST_QUESTIONS):
        talk.post({"text": f"asdf {mark}"})
        talk.post({"text": f"spring over {mark}"})


def traces(running: Assistant, words: list[str], since: float, folder: Path) -> list[Path]:
    found = files_with(words, since, folder, ROOT / "models", ROOT / "data", ROOT / ".rasa", *temporary_folders())
    return [path for path in found if "pytest-of" not in str(path) or path.is_relative_to(folder)]


@pytest.mark.parametrize("kind", ACUTE)
def test_each_danger_is_among_the_ways(kind: str) -> None:
    assert kind in DANGERS


def test_no_file_and_nothing_printed_holds_what_was_written(
    own_assistant: Assistant, mark: str, started: float, tmp_path: Path
) -> None:
    talk = go_every_way(own_assistant, mark)
    os.kill(own_assistant.process_of("actions"), signal.SIGKILL)
    talk.post({"text": f"asdf qwer {mark}"})
    own_assistant.stop()
    assert not traces(own_assistant, [mark, talk.token], started, tmp_path)
    assert mark not in own_assistant.printed()


LOUDEST = dict.fromkeys(["LOG_LEVEL", "LOG_LEVEL_LIBRARIES", "RASA_LOG_LEVEL", "SANIC_DEBUG"], "DEBUG")
LOUDEST |= dict.fromkeys(["PYTHONVERBOSE", "PYTHONASYNCIODEBUG", "PYTHONDEVMODE"], "1")


def test_no_setting_of_a_library_makes_it_talk(model: Path, mark: str, started: float, tmp_path: Path) -> None:
    running = start_assistant(tmp_path, **LOUDEST)
    try:
        running.wait_until_ready()
        talk = running.talk()
        for text in (f"hej {mark}", f"/{mark}", f"asdf {mark}"):
            talk.post({"text": text})
    finally:
        running.stop()
    assert mark not in running.printed()
    assert not traces(running, [mark, talk.token], started, tmp_path)


def test_an_engine_killed_while_it_answers_leaves_nothing(
    own_assistant: Assistant, mark: str, started: float, tmp_path: Path
) -> None:
    talk = own_assistant.talk()
    engine = own_assistant.process_of("engine")
    os.kill(engine, signal.SIGSTOP)  # it has taken the message and is in the middle of it
    with pytest.raises(httpx.ReadTimeout):
        talk.client.post(
            "/api/v1/conversation/messages",
            json={"text": f"han tager mine penge {mark}"},
            headers=talk.headers,
            timeout=1,
        )
    os.kill(engine, signal.SIGKILL)
    talk.post({"text": f"er du der {mark}"})
    own_assistant.stop()
    assert not traces(own_assistant, [mark, talk.token], started, tmp_path)
    assert mark not in own_assistant.printed()


def test_after_the_exit_no_process_holds_a_word_of_it_in_memory(own_assistant: Assistant, mark: str) -> None:
    talk = own_assistant.talk()
    for text in (
        f"hej {mark}",
        f"han tjekker min telefon {mark} og råber",
        f"han slår mig nu {mark}",
        f"{mark} asdf 🙂",
    ):
        talk.post({"text": text})
    talk.client.delete("/api/v1/conversation", headers=talk.headers)
    talk.client.close()
    own_assistant.clients.clear()
    time.sleep(FORGOTTEN_WITHIN + 1)
    held = {process: in_memory(process, [mark, talk.token]) for process in family_of(own_assistant.process.pid)}
    assert len(held) == 5  # supervisor, web, staff, actions, engine
    assert not {process: words for process, words in held.items() if words}


def test_the_search_of_memory_finds_what_is_there(mark: str) -> None:
    """The test above can fail: a process that does hold a word is found out."""
    holder = subprocess.Popen(
        ["python3", "-c", "import sys; word = sys.stdin.readline(); print('ready', flush=True); sys.stdin.read()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdin
    assert holder.stdout
    holder.stdin.write(mark + "\n")
    holder.stdin.flush()
    holder.stdout.readline()
    assert in_memory(holder.pid, [mark])[mark] >= 1
    holder.kill()
    holder.wait()


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    port = free_port()
    server = subprocess.Popen(
        ["redis-server", "--port", str(port), "--dir", str(tmp_path), "--save", ""], stdout=subprocess.DEVNULL
    )
    yield f"redis://127.0.0.1:{port}/0", server
    server.kill()
    server.wait()


def redis_says(url: str, *command: str) -> str:
    port = url.split(":")[2].split("/", maxsplit=1)[0]
    return subprocess.run(["redis-cli", "-p", port, *command], capture_output=True, text=True, check=True).stdout


def test_redis_and_a_dump_of_it_hold_no_word_and_nothing_after_the_exit(
    model: Path, redis: tuple[str, subprocess.Popen[bytes]], mark: str, started: float, tmp_path: Path
) -> None:
    url, server = redis
    running = start_assistant(tmp_path, FOERSTEKONTAKT_TRACKERS_URL=url)
    try:
        running.wait_until_ready()
        talk = running.talk()
        talk.say(f"min kæreste tjekker min telefon {mark}")
        talk.say("er det vold")
        assert redis_says(url, "dbsize").strip() == "2", "the session and the dialogue"
        redis_says(url, "save")
        dump = (tmp_path / "dump.rdb").read_bytes()
        for word in (mark, talk.token, "digital", "hilsen", "er_det_vold", "intent"):
            assert word.encode() not in dump
        talk.client.delete("/api/v1/conversation", headers=talk.headers)
        assert redis_says(url, "dbsize").strip() == "0"
        server.kill()
        other = running.talk()
        lost = other.post({"text": f"hej {mark}"})
        assert lost.status_code == 503
        assert "112" in lost.text
    finally:
        running.stop()
    assert mark not in running.printed()
    assert not traces(running, [mark, talk.token], started, tmp_path)
