"""Runs scripts against a running assistant by its public API, as a citizen's page does: many conversations at a time."""

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import httpx

from bot.conversation.messages import Kind, Message
from bot.scripts.judging import Finding, Rules, judge
from bot.scripts.model import Script, Step
from bot.scripts.reading import with_opening

AT_ONCE = 8
TURN_SECONDS = 20.0
OK, CREATED, UNKNOWN = 200, 201, 401


@dataclass(frozen=True)
class Conversation:
    """One way through a script: what is said at each step. `wording` is the other wording that it tries."""

    script: Script
    steps: list[Step]
    wording: str = ""


@dataclass
class Turn:
    """One step as it went."""

    said: str
    messages: list[Message] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass
class Run:
    """One conversation as it went."""

    conversation: Conversation
    turns: list[Turn] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def held(self) -> bool:
        """Tell whether everything was as expected."""
        return not any(turn.findings for turn in self.turns)


class _Stopped(Exception):
    """The conversation cannot go on: the finding says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        self.finding = finding


def conversations(script: Script, by_name: dict[str, Script]) -> list[Conversation]:
    """Give the ways through a script: as written, and once for each other wording of a step."""
    steps = with_opening(script, by_name)
    opening = len(steps) - len(script.trin)
    others = [
        Conversation(script, [*steps[:at], step.model_copy(update={"borger": wording}), *steps[at + 1 :]], wording)
        for at, step in enumerate(steps)
        if at >= opening
        for wording in step.samme_som
    ]
    return [Conversation(script, steps), *others]


async def run_all(these: Iterable[Conversation], url: str, rules: Rules) -> list[Run]:
    """Run the conversations, several at a time, and give how each went, in their order."""
    free = asyncio.Semaphore(AT_ONCE)

    async def one(conversation: Conversation) -> Run:
        async with free:
            return await run_one(client, conversation, rules)

    async with httpx.AsyncClient(base_url=url, timeout=TURN_SECONDS, trust_env=False) as client:
        return await asyncio.gather(*(one(each) for each in these))


async def run_one(client: httpx.AsyncClient, conversation: Conversation, rules: Rules) -> Run:
    """Hold one conversation and end it, whatever happens."""
    run = Run(conversation)
    started = time.perf_counter()
    talk = _Talk(client)
    try:
        await talk.begin(conversation.script.kommune)
        for step in conversation.steps:
            run.turns.append(Turn(_read_out(step.borger)))
            await _take(talk, step, run.turns[-1], rules)
    except _Stopped as stopped:
        run.turns = run.turns or [Turn("(åbner chatten)")]
        run.turns[-1].findings.append(stopped.finding)
    finally:
        await talk.end()
    run.seconds = time.perf_counter() - started
    return run


async def _take(talk: "_Talk", step: Step, turn: Turn, rules: Rules) -> None:
    turn.messages = await talk.say(step.borger)
    turn.findings += judge(step.assistent, turn.messages, rules)
    if step.assistent.intet_gemt:
        turn.findings += await _left_behind(talk)


async def _left_behind(talk: "_Talk") -> list[Finding]:
    """End the conversation and write once more: it must be unknown, and the answer must still hold help."""
    await talk.end()
    answer = await talk.post({"text": "hej"})
    if answer.status_code != UNKNOWN:
        return [Finding("intet gemt: samtalen er ukendt bagefter", f"svar {answer.status_code}")]
    if not any(message["kind"] == Kind.URGENT for message in answer.json().get("messages", [])):
        return [Finding("intet gemt: numrene gives stadig", "ingen numre")]
    return []


class _Talk:
    """One conversation through the public API."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self._token = ""
        self._messages: list[Message] = []

    async def begin(self, municipality: str | None) -> None:
        body = {"municipality": municipality} if municipality else {}
        answer = await self._request("POST", "/api/v1/conversation", json=body)
        if answer.status_code != CREATED:
            raise _Stopped(Finding("chatten åbner", _problem(answer)))
        self._token, self._messages = answer.json()["token"], _read(answer)

    async def say(self, said: str | list[str]) -> list[Message]:
        answer = await self.post({"text": said} if isinstance(said, str) else self._chosen(said))
        if answer.status_code != OK:
            raise _Stopped(Finding("et svar", _problem(answer)))
        self._messages = _read(answer)
        return self._messages

    async def post(self, body: dict[str, Any]) -> httpx.Response:
        return await self._request("POST", "/api/v1/conversation/messages", json=body)

    async def end(self) -> None:
        """End the conversation; one that was never begun or cannot be reached any more has nothing to end."""
        if self._token:
            try:
                await self._request("DELETE", "/api/v1/conversation")
            except _Stopped:
                return

    def _chosen(self, titles: list[str]) -> dict[str, Any]:
        ids = {button.title.casefold(): button.id for message in self._messages for button in message.buttons}
        for title in titles:
            if title.casefold() not in ids:
                offered = " · ".join(button.title for message in self._messages for button in message.buttons)
                raise _Stopped(Finding(f"knappen “{title}” kan vælges", offered or "ingen knapper"))
        chosen = [ids[title.casefold()] for title in titles]
        several = any(message.select == "many" and message.buttons for message in self._messages)
        return {"choices": chosen} if several or len(chosen) > 1 else {"choice": chosen[0]}

    async def _request(self, method: str, path: str, **options: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        try:
            return await self._client.request(method, path, headers=headers, **options)
        except httpx.HTTPError as error:
            raise _Stopped(Finding("assistenten svarer", f"intet svar ({type(error).__name__})")) from None


def _read(answer: httpx.Response) -> list[Message]:
    return [Message.model_validate(message) for message in answer.json()["messages"]]


def _problem(answer: httpx.Response) -> str:
    try:
        return f"{answer.status_code}: {answer.json()['detail']}"
    except (ValueError, KeyError):
        return str(answer.status_code)


def _read_out(said: str | list[str]) -> str:
    return said if isinstance(said, str) else " ".join(f"[{title}]" for title in said)
