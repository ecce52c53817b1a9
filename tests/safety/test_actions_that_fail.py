"""An action that fails in the middle of somebody's words gives an answer that helps, and says none of them."""

import logging
from typing import Any

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.server import make_executor
from bot.quiet import KindOnly

MARK = "kvistehassel"


class Fails(Action):
    def name(self) -> str:
        return "action_fejler"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        raise ValueError(f"could not read {tracker.latest_message['text']}")


async def test_a_failing_action_answers_and_says_no_word(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    executor = make_executor()
    executor.register_action(Fails())
    call = {
        "next_action": "action_fejler",
        "sender_id": MARK,
        "tracker": {"sender_id": MARK, "slots": {}, "latest_message": {"text": MARK}, "events": [], "paused": False},
        "domain": {},
        "version": "3.6.21",
    }
    with caplog.at_level(logging.DEBUG):
        result = await executor.run(call)
    assert result is not None
    assert "112" in result.responses[0]["text"]
    assert caplog.records  # that it failed is told
    assert MARK not in "\n".join(KindOnly().format(record) for record in caplog.records)
    assert MARK not in "".join(capfd.readouterr())
    assert MARK not in str(result)
