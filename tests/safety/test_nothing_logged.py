"""Nothing of what comes in is printed, logged or written, also when things fail."""

import logging
import os
import signal
from pathlib import Path

import httpx

from bot.quiet import KindOnly
from tests.conftest import Assistant

MARKER = "kvadderhaletudse"


def files_written(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_marker_is_found_nowhere_after_every_kind_of_message(own_assistant: Assistant, tmp_path: Path) -> None:
    talk = own_assistant.talk()
    for text in (
        f"hej {MARKER}",
        f"/{MARKER}",
        f"/{MARKER}{{",
        f'/farvel{{"{MARKER}": 1}}',
        f"han slår mig nu {MARKER}",
        f"mail mig på {MARKER}@example.dk",
    ):
        talk.post({"text": text})
    client = talk.client
    client.post(
        "/api/v1/conversation/messages",
        content=f'{{"text": "{MARKER}',
        headers=talk.headers | {"Content-Type": "application/json"},
    )
    client.post("/api/v1/conversation/messages", json={MARKER: 1}, headers=talk.headers)
    client.post("/api/v1/conversation/messages", json={"text": MARKER * 200}, headers=talk.headers)
    client.post("/api/v1/conversation/messages", json={"text": MARKER}, headers={"Authorization": f"Bearer {MARKER}"})
    client.get(f"/{MARKER}?{MARKER}={MARKER}")
    client.post("/", data={"tekst": MARKER, "token": MARKER})
    os.kill(own_assistant.process_of("actions"), signal.SIGKILL)
    talk.post({"text": f"asdf qwer {MARKER}"})
    os.kill(own_assistant.process_of("engine"), signal.SIGKILL)
    talk.post({"text": MARKER})
    own_assistant.stop()
    printed = own_assistant.printed()
    assert MARKER not in printed
    assert talk.token not in printed
    for path in files_written(tmp_path):
        assert MARKER.encode() not in path.read_bytes(), path


def test_no_error_repeats_what_came_in(assistant: Assistant) -> None:
    talk = assistant.talk()
    answers: list[httpx.Response] = [
        talk.post({"text": 1, MARKER: MARKER}),
        talk.post({"choice": MARKER}),
        talk.post({"text": MARKER * 200}),
        talk.client.post("/api/v1/conversation/messages", content=MARKER, headers=talk.headers),
        talk.client.get(f"/{MARKER}"),
    ]
    for answer in answers:
        assert answer.status_code >= 400
        assert MARKER not in answer.text
        assert MARKER not in str(answer.headers)


def test_a_line_of_the_log_holds_no_word_of_another_library_s_message() -> None:
    """Rasa logs the text of a message that fails, rasa-sdk the request: whatever they say, only where and what kind is kept."""
    try:
        raise ValueError(f"cannot read {MARKER}")
    except ValueError as fault:
        told = (ValueError, fault, fault.__traceback__)
    record = logging.LogRecord(
        "rasa.core.processor", logging.ERROR, "processor.py", 7, "failed on '%s'", (MARKER,), told
    )
    line = KindOnly().format(record)
    assert "rasa.core.processor" in line
    assert "ValueError" in line
    assert MARKER not in line
