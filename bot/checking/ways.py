"""Where answers lead: every button to an intent, every intent to an answer, and no answer to a wall."""

import re
from collections import deque
from collections.abc import Iterator

from bot.conversation.messages import Kind, read_response
from bot.knowledge.content import Content, Wording
from bot.knowledge.sheets import Fault

LONGEST_TITLE = 40
DEPTH = 6
# Said beside another text that leads on, on a page of its own, or with buttons that the moment decides.
SAID_BESIDE = re.compile(
    r"(ikke_forstaaet|taget_ud|hvad_gemmer_vi|start_afklaring|start_overlevering)$"
    r"|afklaring_(?!slut|ikke_trygt|fare_anden)"
    r"|overlevering_(hvem|oensker|oensker_selv|snart|vis|vis_tom|fjern|ellers|kode)$"
)
SENT_BY_THE_SERVER = {
    "nlu_fallback",
    "svar",
    "overlevering_svar",
}  # wishes that are neither typed nor on a button of an answer
_YES_AND_NO = ("ja", "nej")


def check_ways(content: Content) -> Iterator[Fault]:
    """Check every way on."""
    for wording in content.wordings:
        yield from _buttons(wording, content)
        if not _leads_on(wording):
            yield wording.fault("har ingen vej videre; giv det en knap eller et link til 1888")
    yield from _intents(content)
    yield from _walk(content)


def _buttons(wording: Wording, content: Content) -> Iterator[Fault]:
    for number, button in enumerate(wording.response.get("buttons") or []):
        part = wording.sheet.fault((*wording.place, "buttons", number), "")
        intent = _intent(button["payload"])
        if intent not in content.intents:
            text = f"{wording.name}: knappen “{button['title']}” peger på {intent}, som ikke findes; ret payload"
            yield Fault(part.file, part.line, text)
        if len(button["title"]) > LONGEST_TITLE:
            text = f"{wording.name}: knappen “{button['title']}” er over {LONGEST_TITLE} tegn; gør den kortere"
            yield Fault(part.file, part.line, text)
    custom = wording.response.get("custom") or {}
    for word in _YES_AND_NO:
        meant = custom.get(word)
        if meant and meant.removeprefix("/") not in content.intents and meant not in content.names():
            yield wording.fault(f"{word} fører til {meant}, som ikke findes; ret det", "custom")


def _leads_on(wording: Wording) -> bool:
    said = read_response(wording.response)
    ends = any(bubble.kind is Kind.EXIT for bubble in said.bubbles) or SAID_BESIDE.match(wording.name) is not None
    return ends or bool(said.offers) or any(bubble.links for bubble in said.bubbles)


def _intents(content: Content) -> Iterator[Fault]:
    reached = {_intent(button["payload"]) for each in content.wordings for button in each.response.get("buttons") or []}
    for intent in (each for each in content.intents if each not in SENT_BY_THE_SERVER):
        if content.answer_of(intent) is None:
            yield Fault("domain.yml", 1, f"{intent} har intet svar; skriv utter_{intent} i data/svar")
        if intent not in content.topics:
            yield Fault("emner.yml", 1, f"{intent} har ingen titel; skriv den i data/viden/emner.yml")
        if intent not in reached and intent not in content.typed:
            yield Fault(
                "domain.yml", 1, f"{intent} nås hverken af en knap eller af skrift; giv den eksempler eller en knap"
            )


def _walk(content: Content) -> Iterator[Fault]:
    """Tap every button of every answer, and of the answers they lead to; tell of those that lead to no answer."""
    by_name: dict[str, list[Wording]] = {}
    for wording in content.wordings:
        by_name.setdefault(wording.name, []).append(wording)
    queue = deque((name, 0) for name in sorted(by_name))
    seen = set(by_name)
    told: set[str] = set()
    while queue:
        name, depth = queue.popleft()
        for wording in by_name[name]:
            for button in wording.response.get("buttons") or []:
                next_name = content.answer_of(_intent(button["payload"]))
                if (
                    next_name is None
                    and button["payload"] not in told
                    and _intent(button["payload"]) in content.intents
                ):
                    told.add(button["payload"])
                    yield wording.fault(
                        f"knappen “{button['title']}” fører til et emne uden svar; skriv svaret", "buttons"
                    )
                elif next_name and next_name not in seen and depth < DEPTH:
                    seen.add(next_name)
                    queue.append((next_name, depth + 1))


def _intent(payload: str) -> str:
    return payload.removeprefix("/").partition("{")[0]
