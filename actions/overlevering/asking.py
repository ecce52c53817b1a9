"""Asks the open question on the way to a code, with its options and the ways round it."""

import json
from functools import cache
from typing import Any

import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.overlevering import ANSWER, vocabulary
from actions.overlevering import walk as walks
from actions.overlevering.receivers import receivers_for
from actions.overlevering.walk import AGREE, ANEW, KEEP_ALL, NOT_NOW, SEVERAL, SKIP, SKIPPABLE, TO_REMOVE, Step, Walk
from actions.saying import say
from bot.handoff.summary import Summary
from bot.reflection.state import Told
from bot.settings import ROOT

Buttons = list[dict[str, str]]
Option = tuple[str, str]  # what it carries, and what its button is called


@cache
def words() -> dict[str, Any]:
    """Give the words of buttons, and those heard in free text."""
    file = ROOT / "data" / "tekster" / "overlevering.yml"
    found: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))["valg"]
    return found


def ask(dispatcher: CollectingDispatcher, tracker: Tracker, step: Step, walk: Walk, told: Told) -> None:
    """Ask a step's question. Where several may be ticked, what is no answer stands under it by itself."""
    summary = vocabulary().summary(walks.known(walk, told)).without(walk.uden)
    choices = choices_of(step, summary, tracker, walks.who_of(walk, told))
    beside = ways_round(step)
    spoken = {"ord": {name: heard(step, name) for name, _ in [*choices, *beside]}, "svar": ANSWER.removeprefix("/")}
    custom = {"kind": "question", "select": "many" if step in SEVERAL else "one"}
    name = text_of(step, summary, walks.who_of(walk, told))
    lines = {"linjer": "\n".join(f"– {line}" for line in summary.texts)}
    if step in SEVERAL:
        say(dispatcher, tracker, name, buttons(choices), custom=custom, words=lines)
        say(dispatcher, tracker, "overlevering_ellers", buttons(beside), custom=spoken)
    else:
        say(dispatcher, tracker, name, buttons([*choices, *beside]), custom=custom | spoken, words=lines)


def choices_of(step: Step, summary: Summary, tracker: Tracker, who: str) -> list[Option]:
    """Give what a step can be answered with."""
    if step is Step.RECEIVER:
        return receivers_for(tracker)
    if step is Step.REMOVE:
        return [(line.id, title(step, line.id)) for line in summary.lines]
    if step is Step.PREVIEW:
        return [(name, title(step, name)) for name in (AGREE, TO_REMOVE, ANEW) if name != TO_REMOVE or summary.lines]
    return [(name, title(step, name)) for name in walks.options(step, who)]


def ways_round(step: Step) -> list[Option]:
    """Give what is no answer to the question: skipping it, keeping every line, not going on."""
    skip = [(SKIP, words()[SKIP]["knap"])] if step in SKIPPABLE else []
    keep = [(KEEP_ALL, words()[KEEP_ALL]["knap"])] if step is Step.REMOVE else []
    return [*skip, *keep, (NOT_NOW, words()[NOT_NOW]["knap"])]


def text_of(step: Step, summary: Summary, who: str) -> str:
    """Give the name of a step's text."""
    if step is Step.RECEIVER:
        return "start_overlevering"
    if step is Step.WISHES and who != "mig":
        return "overlevering_oensker_selv"
    if step is Step.PREVIEW and not summary.lines:
        return "overlevering_vis_tom"
    return f"overlevering_{step.value}"


def title(step: Step, option: str) -> str:
    """Give what an option's button is called."""
    return str(words()[step.value][option]["knap"])


def heard(step: Step, option: str) -> list[str]:
    """Give the words that mean an option when they are typed."""
    found = words().get(step.value, {}).get(option) or words().get(option) or {}
    return [str(word) for word in found.get("ord", [])]


def buttons(choices: list[Option]) -> Buttons:
    """Give the buttons of these options."""
    return [{"title": called, "payload": ANSWER + json.dumps({"valg": [name]})} for name, called in choices]
