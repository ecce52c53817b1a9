"""Where answers lead: every button to an intent, every intent to an answer, and no answer to a wall."""

import re
from collections.abc import Iterator

from bot.conversation.messages import Kind, read_payload, read_response
from bot.knowledge.content import Content, Wording
from bot.knowledge.sheets import Fault
from bot.knowledge.wordings import INSTEAD, INSTEAD_AT_WORK

LONGEST_TITLE = 40
DEPTH = 6  # taps from the opening
OPENING = "aabning"
# Said beside another text that leads on, on a page of its own, or with buttons that the moment decides.
SAID_BESIDE = re.compile(
    r"(ikke_forstaaet|taget_ud|hvad_gemmer_vi|start_afklaring|start_overlevering)$"
    r"|afklaring_(?!slut|ikke_trygt|fare_anden)"
    r"|overlevering_(hvem|oensker|oensker_selv|snart|vis|vis_tom|fjern|ellers|kode)$"
)
SENT_BY_THE_SERVER = {"nlu_fallback", "svar", "overlevering_svar"}  # wishes neither typed nor on a button of an answer
_LEADS_TO = ("ja", "nej", INSTEAD, INSTEAD_AT_WORK)


def check_ways(content: Content) -> Iterator[Fault]:
    """Check every way on."""
    for wording in content.wordings:
        yield from _buttons(wording, content)
        if not _leads_on(wording):
            yield wording.fault("har ingen vej videre; giv det en knap eller et link til 1888")
    if content.is_whole:  # else an answer that cannot be read would be called missing too
        yield from _intents(content)


def _buttons(wording: Wording, content: Content) -> Iterator[Fault]:
    for number, button in enumerate(wording.response.get("buttons") or []):
        part = wording.sheet.fault((*wording.place, "buttons", number), "")
        intent, _ = read_payload(button["payload"])
        if intent not in content.intents:
            text = f"{wording.name}: knappen “{button['title']}” peger på {intent}, som ikke findes; ret payload"
            yield Fault(part.file, part.line, text)
        if len(button["title"]) > LONGEST_TITLE:
            text = f"{wording.name}: knappen “{button['title']}” er over {LONGEST_TITLE} tegn; gør den kortere"
            yield Fault(part.file, part.line, text)
    custom = wording.response.get("custom") or {}
    for word in _LEADS_TO:
        meant = custom.get(word)
        if (
            meant
            and content.is_whole
            and meant.removeprefix("/") not in content.intents
            and meant not in content.names()
        ):
            yield wording.fault(f"{word} fører til {meant}, som ikke findes; ret det", "custom")
    for payload in custom.get("ord") or {}:
        if content.is_whole and payload.removeprefix("/") not in content.intents:
            yield wording.fault(f"ord fører til {payload}, som ikke findes; ret det", "custom")
    for word in (INSTEAD, INSTEAD_AT_WORK):
        if (other := custom.get(word)) and other not in content.names():
            yield wording.fault(
                f"{word} nævner {other}, som ikke findes i data/tekster/om_anden.yml; ret det", "custom"
            )


def _leads_on(wording: Wording) -> bool:
    said = read_response(wording.response)
    ends = any(bubble.kind is Kind.EXIT for bubble in said.bubbles) or SAID_BESIDE.match(wording.name) is not None
    return ends or bool(said.offers) or any(bubble.links for bubble in said.bubbles)


def _intents(content: Content) -> Iterator[Fault]:
    reached = tapped_to(content)
    for number, intent in enumerate(content.intents):
        if intent in SENT_BY_THE_SERVER:
            continue
        line = content.domain.line_of(("intents", number))
        if content.answer_of(intent) is None:
            yield Fault("domain.yml", line, f"{intent} har intet svar; skriv utter_{intent} i data/svar")
        if intent not in content.topics:
            yield Fault("viden/emner.yml", 1, f"{intent} har ingen titel; skriv den i data/viden/emner.yml")
        if intent not in reached and intent not in content.typed:
            text = f"{intent} nås hverken af en knap eller af skrift; giv den eksempler eller en knap"
            yield Fault("domain.yml", line, text)


def tapped_to(content: Content) -> set[str]:
    """Give the intents that a person who only taps can reach from the opening, in at most six taps."""
    ways: dict[str, set[str]] = {}
    for wording in content.wordings:
        ways.setdefault(wording.name, set()).update(_intents_offered(wording))
    reached: set[str] = set()
    last = ways.get(OPENING, set())
    for _ in range(DEPTH):
        reached |= last
        answers = (content.answer_of(intent) for intent in last)
        last = {intent for name in answers if name for intent in ways[name]} - reached
    return reached


def _intents_offered(wording: Wording) -> Iterator[str]:
    for button in wording.response.get("buttons") or []:
        yield read_payload(button["payload"])[0]
