"""A part that dies is noticed, said plainly, and comes back; stopping leaves nothing behind."""

import os
import signal
import time
from pathlib import Path

import pytest

from tests.conftest import Assistant


def children_of(pid: int) -> set[int]:
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, ValueError):
            continue
        if parent == pid:
            found.add(int(folder.name))
            found |= children_of(int(folder.name))
    return found


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_an_engine_killed_in_mid_conversation_gives_the_notice_and_comes_back(own_assistant: Assistant) -> None:
    talk = own_assistant.talk()
    talk.say("hvad er et tilhold")
    os.kill(own_assistant.process_of("engine"), signal.SIGKILL)
    answer = talk.post({"text": "hvad er et tilhold"})
    assert answer.status_code == 503
    assert [message["kind"] for message in answer.json()["messages"]] == ["urgent", "notice"]
    assert talk.say("han er på vej op ad trappen")[0]["kind"] == "urgent"
    own_assistant.wait_until_ready()
    messages = talk.say("hvad er et tilhold")
    assert messages[-1]["kind"] == "notice"
    assert "glemt" in messages[-1]["text"]


def test_actions_killed_give_an_answer_all_the_same(own_assistant: Assistant) -> None:
    os.kill(own_assistant.process_of("actions"), signal.SIGKILL)
    talk = own_assistant.talk()
    answer = talk.post({"text": "ja"})  # what yes means, an action says
    assert answer.status_code == 503
    assert answer.json()["messages"][0]["links"][0]["href"] == "tel:112"
    assert talk.say("hvad er et tilhold"), "what needs no action is answered"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopping_takes_less_than_five_seconds_and_leaves_no_process(
    own_assistant: Assistant, number: signal.Signals
) -> None:
    children = children_of(own_assistant.process.pid)
    assert len(children) >= 4
    started = time.monotonic()
    own_assistant.process.send_signal(number)
    own_assistant.process.wait(timeout=10)
    assert time.monotonic() - started < 5  # the promise itself
    assert not [pid for pid in children if alive(pid)]


def test_a_killed_supervisor_takes_its_parts_with_it(own_assistant: Assistant) -> None:
    children = children_of(own_assistant.process.pid)
    own_assistant.process.kill()
    own_assistant.process.wait()
    deadline = time.monotonic() + 10
    while [pid for pid in children if alive(pid)] and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not [pid for pid in children if alive(pid)]
