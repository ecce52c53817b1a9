"""An answer's placeholders filled: `[[krisecenter_hvem]]` becomes the card's words, `[[kommune_kontakt]]` the municipality's.

What may not be shown gives its general line, and the answer then says that 1888 can tell. Pure: cards, municipality and
the moment are given.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.knowledge.answers import Response
from bot.knowledge.cards import Card, Cards, may_be_shown
from bot.knowledge.municipalities import DENMARK, Municipality
from bot.knowledge.municipality_texts import MUNICIPALITY_TEXTS
from bot.knowledge.numbers import Link, call, phones_in

PLACEHOLDER = re.compile(r"\[\[\s*(\w*)\s*\]\]")
UNFILLED = "1888 kan fortælle dig mere om det."
HOTLINE = {"title": "Ring 1888", "href": "tel:1888"}
_SENTENCE_START = re.compile(r"(?:^|[.!?:]\s+|\n)$")


@dataclass
class _Filling:
    """What filling an answer, or one bubble of it, finds out on its way."""

    shown: list[Card] = field(default_factory=list)
    municipality_shown: bool = False
    unshown: bool = False
    dropped: bool = False
    links: list[Link] = field(default_factory=list)

    def add(self, other: "_Filling") -> None:
        """Take in what a bubble found."""
        self.shown += other.shown
        self.links += other.links
        self.municipality_shown |= other.municipality_shown


def placeholders(text: str) -> list[str]:
    """Give the names of the placeholders in a text, in order."""
    return PLACEHOLDER.findall(text)


def fill(response: Response, cards: Cards, municipality: Municipality | None, now: datetime) -> Response:
    """Give the response with text for its placeholders, the sources of what is shown, and links to numbers shown.

    A bubble (blank lines part them) that is left empty vanishes, and so does one whose municipality placeholder is empty.
    """
    text = response.get("text") or ""
    if "[[" not in text:
        return response
    filling = _Filling()
    bubbles: list[str] = []
    line_at: int | None = None
    for bubble in text.split("\n\n"):
        found = _Filling()
        filled = _bubble(bubble, cards, municipality, now, found)
        if found.dropped:  # with all that was in it
            continue
        filling.add(found)
        if found.unshown and line_at is None:
            line_at = len(bubbles)
            bubbles.append(filled)
        elif filled:
            bubbles.append(filled)
    custom: dict[str, Any] = dict(response.get("custom") or {})
    links: list[Link] = list(custom.get("links", []))
    if line_at is not None and not _has_hotline(bubbles, links):
        bubbles[line_at] = f"{bubbles[line_at]} {UNFILLED}".strip()
        links.append(HOTLINE)
    links += [link for link in filling.links if link["href"] not in {each["href"] for each in links}]
    sources = _sources(filling, municipality)
    custom |= ({"links": links} if links else {}) | ({"sources": sources} if sources else {})
    whole = "\n\n".join(bubble for bubble in bubbles if bubble)
    if not whole:  # nothing of it may be said: what always helps
        whole, custom["links"] = UNFILLED, [*links, *([] if HOTLINE in links else [HOTLINE])]
    return response | {"text": whole} | ({"custom": custom} if custom else {})


def _bubble(bubble: str, cards: Cards, municipality: Municipality | None, now: datetime, filling: _Filling) -> str:
    """Give the bubble filled; `filling` tells when it is to vanish."""

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        if name in MUNICIPALITY_TEXTS:
            said = MUNICIPALITY_TEXTS[name](municipality, now)
            filling.links += said.links
            filling.municipality_shown |= said.is_its_own
            filling.dropped |= not said.text
            return _capital(said.text) if _SENTENCE_START.search(bubble[: match.start()]) else said.text
        return _card_words(cards.get(name), now, filling)

    filled = PLACEHOLDER.sub(value, bubble)
    tidy = re.sub(r" {2,}", " ", filled.replace("[[", "").replace("]]", ""))
    return re.sub(r" ?\n ?", "\n", tidy).strip()


def _card_words(card: Card | None, now: datetime, filling: _Filling) -> str:
    if card is None:  # the content was changed under a running engine: say no more than is known
        filling.unshown = True
        return ""
    if not may_be_shown(card, now.astimezone(DENMARK).date()):
        filling.unshown = True
        return card.generelt
    filling.shown.append(card)
    if card.slags == "telefon":
        filling.links += [call(number) for number in phones_in(card.tekst)]
    return card.tekst


def _has_hotline(bubbles: list[str], links: list[Link]) -> bool:
    return any("1888" in bubble for bubble in bubbles) or any(link["href"] == "tel:1888" for link in links)


def sources_of(cards: Iterable[Card]) -> list[dict[str, str]]:
    """Give each source of the cards once, in the form of a message's `sources`; a page is one source, whatever its title."""
    found: dict[str, dict[str, str]] = {}
    for card in cards:
        for source in card.kilder:
            page = source.adresse or source.dokument or source.titel
            checked = card.kontrolleret.isoformat()
            found.setdefault(page, {"title": source.titel, "url": source.adresse or "", "checked": checked})
    return list(found.values())


def _sources(filling: _Filling, municipality: Municipality | None) -> list[dict[str, str]]:
    sources = sources_of(filling.shown)
    if municipality and filling.municipality_shown:
        checked = municipality.kontrolleret.isoformat()
        sources += [{"title": own.titel, "url": own.adresse, "checked": checked} for own in municipality.kilder]
    return sources


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
