"""The one way into Rasa: a channel on loopback that only the web process of the same launch can use.

Rasa's own `rest` and `socketio` take any sender a client makes up, log the text when a message fails and let a typed
`/intent` trigger that intent (design: rasa-traps 5, 6, 7).
"""

import hmac
import json
import logging
from typing import Any, Awaitable, Callable, Dict, List, Optional

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.engine.asked import Chosen, answered, chosen
from bot.engine.sealing import key_of_turn
from bot.engine.tracker_store import one_turn

logger = logging.getLogger(__name__)

CHANNEL = "samtale"
UNTOLD = ("kode_haandtag", "requested_slot", "session_started_metadata")


class LaunchSecretMissing(RasaException):
    """credentials.yml gives the channel no secret, so anyone on this machine could speak to the engine."""


class SamtaleOutput(OutputChannel):
    """Collects what the assistant says in one turn, each message as Rasa made it."""

    def __init__(self) -> None:
        self.messages: List[Dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        """Give the channel's name (see parent class)."""
        return CHANNEL

    async def send_response(self, recipient_id: str, message: Dict[str, Any]) -> None:
        """Keep the message (see parent class)."""
        self.messages.append(
            {key: value for key, value in message.items() if key in ("text", "buttons", "custom") and value}
        )


class SamtaleInput(InputChannel):
    """`POST turn` and `POST forget` for the web process; `GET ready` for the supervisor."""

    def __init__(self, secret: str) -> None:
        if not secret:
            raise LaunchSecretMissing(
                f"credentials.yml: {CHANNEL} has no `secret`; the launcher gives one in ENGINE_SECRET"
            )
        self._secret = secret.encode()

    @classmethod
    def name(cls) -> str:
        """Give the channel's name, which is also its path (see parent class)."""
        return CHANNEL

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[str, Any]]) -> "SamtaleInput":
        """Make the channel from credentials.yml (see parent class)."""
        return cls((credentials or {}).get("secret", ""))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Give the channel's routes (see parent class)."""
        blueprint = Blueprint(f"{CHANNEL}_channel")

        @blueprint.on_request
        def only_our_launch(request: Request) -> Optional[HTTPResponse]:
            given = request.headers.get("X-Launch-Secret", "").encode()
            return None if hmac.compare_digest(given, self._secret) else response.empty(status=403)

        @blueprint.get("/ready")
        async def ready(_: Request) -> HTTPResponse:
            return response.json({"ready": True})

        @blueprint.post("/turn")
        async def turn(request: Request) -> HTTPResponse:
            with key_of_turn(request.json["key"]), one_turn():
                return await self._turn(request.app, request.json, on_new_message)

        @blueprint.post("/forget")
        async def forget(request: Request) -> HTTPResponse:
            await request.app.ctx.agent.tracker_store.forget(request.json["conversation"])
            return response.empty()

        return blueprint

    async def _turn(
        self, app: Sanic, body: Dict[str, Any], on_new_message: Callable[[UserMessage], Awaitable[Any]]
    ) -> HTTPResponse:
        output = SamtaleOutput()
        conversation = body["conversation"]
        store = app.ctx.agent.tracker_store
        before = await store.retrieve(conversation)
        # A slash is how Rasa tells an intent from words, so only an intent that we are sure of may bring one.
        words = body.get("text", "").lstrip("/ \t\n") or "?"
        tapped = Chosen(body["intent"], body.get("chosen") or []) if body.get("intent") else None
        answer = tapped or chosen(before, words)
        intent = answer.intent if answer else answered(before, words)
        options = json.dumps({"valg": answer.options}) if answer and answer.options else ""
        place = {"kommune": body.get("municipality")}  # seen by the actions of this turn, kept nowhere
        try:
            await on_new_message(
                UserMessage(
                    f"/{intent}{options}" if intent else words,
                    output,
                    conversation,
                    input_channel=CHANNEL,
                    metadata=place,
                )
            )
        except Exception as fault:  # whatever it is, its message may hold the text: log the kind alone
            logger.error("A turn failed: %s", type(fault).__name__)
            return response.empty(status=500)
        after = await store.retrieve(conversation)
        return response.json(
            {"messages": output.messages, "understood": understood(after), "known": before is not None}
        )


def understood(tracker: Optional[DialogueStateTracker]) -> Optional[Dict[str, Any]]:
    """Give what the last message was taken to want, and what the dialogue chose to answer. Nothing of its words.

    It is for staff and for tests: the public API passes none of it on.
    """
    if tracker is None or tracker.latest_message is None:
        return None
    heard = tracker.latest_message
    return {
        "intent": heard.intent.get("name"),
        "confidence": heard.intent.get("confidence"),
        "danger": heard.parse_data.get("danger"),
        "also": heard.parse_data.get("also"),
        "answers": answers_of(tracker),
        "remembers": remembered(tracker),
    }


def remembered(tracker: DialogueStateTracker) -> Dict[str, List[str]]:
    """Give what the conversation remembers: what was chosen, by name. Never words, and never what deletes a code."""
    slots = {name: value for name, value in tracker.current_slot_values().items() if name not in UNTOLD}
    return {name: _options(value) for name, value in slots.items() if value not in (None, False, [], {})}


def _options(value: Any) -> List[str]:
    if value is True:
        return ["ja"]
    return [str(each) for each in (value if isinstance(value, (list, tuple)) else [value])]


def answers_of(tracker: DialogueStateTracker) -> List[str]:
    """Give the names of the answers and actions since the last message, in order."""
    names: List[str] = []
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            break
        if isinstance(event, ActionExecuted) and event.action_name and event.action_name != ACTION_LISTEN_NAME:
            names.append(event.action_name)
    return names[::-1]
