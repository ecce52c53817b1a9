"""An answer as a citizen may meet it: nothing approved, everything approved, a municipality open, closed or none."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from bot.conversation.messages import Said, read_response
from bot.knowledge.answers import Response
from bot.knowledge.cards import Card, Cards
from bot.knowledge.filling import fill
from bot.knowledge.municipalities import DENMARK, Municipality

OPEN = datetime(2026, 11, 24, 10, 0, tzinfo=DENMARK)  # a Tuesday forenoon
CLOSED = datetime(2026, 12, 24, 22, 0, tzinfo=DENMARK)  # Christmas Eve: closed, and the longest words for when it opens
_NEVER_DUE = date(9999, 12, 31)
FULL = Municipality.model_validate(
    {
        "slug": "proeve",
        "navn": "Frederikshavn Kommune",  # a long name, only ever used to measure by
        "telefon": "00 00 00 00",
        "aabningstid": {"mandag": "9-15", "tirsdag": "9.30-15.30"},
        "side": "https://example.dk/vold",
        "uden_for_tid": "Haster det, når kommunen har lukket, så ring 114 og bed om den sociale vagt.",
        "tilbud": {"gruppeforloeb": True, "samtaler": True, "krisecenter": True, "aaben_raadgivning": True},
        "kontrolleret": date(2026, 1, 1),
        "gennemses_senest": _NEVER_DUE,
        "godkendt_af": "prøve",
        "godkendt_den": date(2026, 1, 1),
    }
)


@dataclass(frozen=True, eq=False)
class State:
    """What is approved, where the person is, and when."""

    name: str
    cards: Cards
    municipality: Municipality | None
    now: datetime

    def said(self, response: Response) -> Said:
        """Give the answer as it is shown in this state."""
        return read_response(fill(response, self.cards, self.municipality, self.now))


def states(cards: Cards) -> Iterator[State]:
    """Give the states that every answer is checked in."""
    nothing = Cards(_with(card, "", None) for card in cards)
    everything = Cards(_with(card, "prøve", date(2026, 1, 1)) for card in cards)
    yield State("intet godkendt", nothing, None, OPEN)
    yield State("alt godkendt", everything, None, OPEN)
    yield State("alt godkendt, kommunen åben", everything, FULL, OPEN)
    yield State("alt godkendt, kommunen lukket", everything, FULL, CLOSED)


def _with(card: Card, by: str, on: date | None) -> Card:
    return card.model_copy(update={"godkendt_af": by, "godkendt_den": on, "gennemses_senest": _NEVER_DUE})
