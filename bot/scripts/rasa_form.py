"""Scripts in the form of Rasa's own end-to-end tests, and those tests as scripts.

Rasa's form names intents and answers, ours what a citizen meets. So an `utter_…` becomes its first sentence, and a script
becomes what the citizen says, each with the intent and the answers of a run that held (Rasa docs: "Testing Your Assistant").
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import yaml

from bot.knowledge.answers import Response
from bot.knowledge.content import Content
from bot.knowledge.filling import placeholders
from bot.scripts.running import Run, Turn
from bot.scripts.writing import ScriptRefused, name_from

_SENTENCE = re.compile(r"[^.!?:\n]+")
_ENTITY = re.compile(r"\[([^\]]+)\](\([^)]*\)|\{[^}]*\})")  # [words](entity): the words are what is said


def from_rasa(text: str, content: Content) -> list[dict[str, Any]]:
    """Give the stories of a Rasa test file as scripts.

    Raises:
        ScriptRefused: the file is no test file, or a story has nothing a script can say.
    """
    try:
        stories = yaml.safe_load(text)["stories"]
        return [_script(story, content) for story in stories]
    except (yaml.YAMLError, TypeError, KeyError):
        raise ScriptRefused(
            "Filen er ikke Rasas testform: den skal have `stories:` med `story:` og `steps:`."
        ) from None


def to_rasa(runs: Iterable[Run]) -> str:
    """Give runs that told why as Rasa's end-to-end tests, one story a conversation."""
    stories = [{"story": _title(run), "steps": [step for turn in run.turns for step in _steps(turn)]} for run in runs]
    written: str = yaml.safe_dump(
        {"version": "3.1", "stories": stories}, allow_unicode=True, sort_keys=False, width=120
    )
    return written


def _script(story: dict[str, Any], content: Content) -> dict[str, Any]:
    name = name_from(str(story["story"]))
    steps: list[dict[str, Any]] = []
    for step in story["steps"]:
        if "user" in step:
            said = _ENTITY.sub(r"\1", step["user"]).strip()
            steps.append({"borger": said, "assistent": {}})
        elif "intent" in step:
            raise ScriptRefused(
                f"{name}: trinnet “intent: {step['intent']}” siger ikke, hvad borgeren skriver; skriv `user:`."
            )
        elif "action" in step and steps:
            _expect(steps[-1]["assistent"], step["action"], content)
    for step in steps:
        step["assistent"] = step["assistent"] or {"slags_ikke": "akut"}
    if not steps:
        raise ScriptRefused(f"{name}: ingen trin med `user:`; skriv, hvad borgeren siger.")
    return {"navn": name, "hvem": "afproever", "om": str(story["story"])[:200], "trin": steps}


def _expect(expected: dict[str, Any], action: str, content: Content) -> None:
    """Expect what an answer says; what an action of ours says depends on the conversation, so nothing is expected of it."""
    wordings = [each.response for each in content.wordings if each.name == action]
    if any((each.get("custom") or {}).get("kind") == "urgent" for each in wordings):
        expected["slags"] = "akut"
        return
    cards = [{"kort": name} for name in sorted(_cards(wordings, content))]
    if cards:
        expected["viser"] = [*expected.get("viser", []), *cards]
        return
    firsts = [found[0].strip() for each in wordings if (found := _SENTENCE.search(each["text"]))]
    if firsts:
        said = firsts[0] if len(set(firsts)) == 1 else {"en_af": list(dict.fromkeys(firsts))}
        expected["viser"] = [*expected.get("viser", []), said]


def _cards(wordings: list[Response], content: Content) -> set[str]:
    """Give the cards that every wording shows."""
    shown = [{name for name in placeholders(each["text"]) if content.cards.get(name)} for each in wordings]
    return set.intersection(*shown) if shown else set()


def _title(run: Run) -> str:
    script, wording = run.conversation.script, run.conversation.wording
    return f"{script.navn} ({wording})" if wording else script.navn


def _steps(turn: Turn) -> Iterator[dict[str, str]]:
    if turn.why is None or turn.why.intent is None:
        return
    if turn.said.startswith("["):
        yield {"intent": turn.why.intent}
    else:
        yield {"user": turn.said, "intent": turn.why.intent}
    yield from ({"action": answer} for answer in turn.why.answers)
