"""Runs scripts against a running assistant, as a citizen's page does: many conversations at a time."""

import asyncio
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import httpx

from bot.conversation.messages import Kind, Message
from bot.scripts.by_http import HttpLine
from bot.scripts.judging import Finding, Rules, judge, judge_memory
from bot.scripts.lines import Heard, Line, Stopped
from bot.scripts.model import Mark, Script, Step
from bot.scripts.reading import with_opening
from bot.scripts.why import Why

AT_ONCE = 8
TURN_SECONDS = 20.0


@dataclass(frozen=True)
class Conversation:
    """One way through a script: what is said at each step. `wording` is the other wording that it tries."""

    script: Script
    steps: list[Step]
    wording: str = ""

    @property
    def looks_inside(self) -> bool:
        """Tell whether it expects what cannot be seen from outside: what the conversation remembers."""
        return any(step.assistent.husker or step.assistent.glemt for step in self.steps)


@dataclass
class Turn:
    """One step as it went; `why` only where the line can tell."""

    said: str
    messages: list[Message] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    why: Why | None = None
    seconds: float = 0.0


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
    """Run the conversations by the public API at `url`, several at a time, and give how each went, in their order."""
    async with httpx.AsyncClient(base_url=url, timeout=TURN_SECONDS, trust_env=False) as client:
        return await run_by(lambda: HttpLine(client), these, rules)


async def run_by(
    make_line: Callable[[], Line],
    these: Iterable[Conversation],
    rules: Rules,
    at_once: int = AT_ONCE,
    done: Callable[[Run], None] = lambda _: None,
) -> list[Run]:
    """Run each conversation on a line of its own and give how it went; `done` is told of each as it ends."""
    free = asyncio.Semaphore(at_once)

    async def one(conversation: Conversation) -> Run:
        async with free:
            run = await run_one(make_line(), conversation, rules)
        done(run)
        return run

    return await asyncio.gather(*(one(each) for each in these))


async def run_one(line: Line, conversation: Conversation, rules: Rules) -> Run:
    """Hold one conversation and end it, whatever happens."""
    run = Run(conversation)
    started = time.perf_counter()
    try:
        offered = await line.begin(conversation.script.kommune)
        for step in conversation.steps:
            run.turns.append(Turn(read_out(step.borger)))
            offered = await _take(line, offered, step, run.turns[-1], rules)
        run.turns[-1].findings += await _left_behind(line)
    except Stopped as stopped:
        run.turns = run.turns or [Turn("(åbner chatten)")]
        run.turns[-1].findings.append(stopped.finding)
    finally:
        await line.end()
    run.turns[-1].findings += _still_marked(conversation.script.maerke)
    run.seconds = time.perf_counter() - started
    return run


async def say(line: Line, said: str | list[str], offered: list[Message]) -> Heard:
    """Write, or tap the buttons of these titles.

    Raises:
        Stopped: there is no such button among those offered, or no answer.
    """
    return await line.write(said) if isinstance(said, str) else await line.choose(_ids(said, offered))


def read_out(said: str | list[str]) -> str:
    """Give what was said as one line; a tap stands in brackets."""
    return said if isinstance(said, str) else " ".join(f"[{title}]" for title in said)


async def _take(line: Line, offered: list[Message], step: Step, turn: Turn, rules: Rules) -> list[Message]:
    started = time.perf_counter()
    heard = await say(line, step.borger, offered)
    turn.seconds = time.perf_counter() - started
    turn.messages, turn.why = heard.messages, heard.why
    turn.findings += judge(step.assistent, turn.messages, rules)
    turn.findings += judge_memory(step.assistent, heard.why.remembers if heard.why else None)
    return turn.messages


async def _left_behind(line: Line) -> list[Finding]:
    """End the conversation and write once more: it must be unknown, and the answer must still hold help."""
    await line.end()
    messages = await line.after_end()
    if messages is None:
        return [Finding("intet gemt: samtalen er ukendt bagefter", "den kendes stadig")]
    if not any(message.kind is Kind.URGENT for message in messages):
        return [Finding("intet gemt: numrene gives stadig", "ingen numre")]
    return []


def _still_marked(mark: Mark | None) -> list[Finding]:
    """Let a marked answer fail until a person has said that it is mended: another wording of it mends nothing."""
    if mark is None or mark.rettet_den:
        return []
    return [Finding(f"svaret er rettet: mærket {mark.som} af {mark.sat_af}, “{mark.fordi}”", f"venter på {mark.ejer}")]


def _ids(titles: list[str], offered: list[Message]) -> list[str]:
    ids = {button.title.casefold(): button.id for message in offered for button in message.buttons}
    for title in titles:
        if title.casefold() not in ids:
            all_titles = " · ".join(button.title for message in offered for button in message.buttons)
            raise Stopped(Finding(f"knappen “{title}” kan vælges", all_titles or "ingen knapper"))
    return [ids[title.casefold()] for title in titles]
