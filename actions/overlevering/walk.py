"""The way to a code in the chat: what is asked, in what order, and what is known when the lines are shown. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from bot.handoff.summary import Known, Receiver
from bot.reflection.questions import SCENES
from bot.reflection.state import Told

SLOT = "kode_"


class Step(StrEnum):
    """What stands open."""

    RECEIVER = "modtager"
    WHO = "hvem"
    WISHES = "oensker"
    SOON = "snart"
    PREVIEW = "vis"
    REMOVE = "fjern"


QUESTIONS = (Step.RECEIVER, Step.WHO, Step.WISHES, Step.SOON)
SEVERAL = frozenset({Step.WISHES, Step.REMOVE})
SKIPPABLE = frozenset({Step.WHO, Step.WISHES, Step.SOON})

WHO = ("mig", "kender", "fagperson")
SOON = ("nu", "dage", "ingen_hast")
OWN_WISHES = ("sted", "tale", "gruppe", "praktisk", "forstaa")
WISHES_BESIDE = ("sige", "selv", "tale", "forstaa", "raad")  # of who asks on another's behalf, for themselves

SKIP = "spring_over"
AGREE = "samtykke"
TO_REMOVE = "fjern"
ANEW = "forfra"
KEEP_ALL = "ingen"
NOT_NOW = "nej"


@dataclass(frozen=True)
class Walk:
    """What was answered on the way to a code. None: not asked yet; empty: skipped."""

    modtager: str | None = None
    hvem: str | None = None
    oensker: tuple[str, ...] | None = None
    snart: str | None = None
    uden: frozenset[str] = frozenset()

    def answered(self, step: Step, options: Iterable[str]) -> "Walk":
        """Give the same with a question answered; by `SKIP` it is skipped."""
        chosen = [option for option in options if option != SKIP]
        if step is Step.WISHES:
            return replace(self, oensker=tuple(chosen))
        if step is Step.REMOVE:
            return replace(self, uden=self.uden | set(chosen) - {KEEP_ALL})
        answers = {Step.RECEIVER: "modtager", Step.WHO: "hvem", Step.SOON: "snart"}
        return replace(self, **{answers[step]: chosen[0] if chosen else ""}) if step in answers else self  # type: ignore[arg-type]

    @property
    def receiver(self) -> Receiver:
        """Give who the code is for; for the person alone where it was never said."""
        return Receiver(self.modtager or Receiver.SELV)

    def to_slots(self) -> dict[str, Any]:
        """Give the slots that carry it to the next turn."""
        return {
            SLOT + "modtager": self.modtager,
            SLOT + "hvem": self.hvem,
            SLOT + "oensker": None if self.oensker is None else list(self.oensker),
            SLOT + "snart": self.snart,
            SLOT + "uden": sorted(self.uden),
        }


def from_slots(slots: Mapping[str, Any]) -> Walk:
    """Read what was answered from the dialogue's slots."""
    wishes = slots.get(SLOT + "oensker")
    return Walk(
        slots.get(SLOT + "modtager"),
        slots.get(SLOT + "hvem"),
        None if wishes is None else tuple(wishes),
        slots.get(SLOT + "snart"),
        frozenset(slots.get(SLOT + "uden") or ()),
    )


def next_step(walk: Walk, told: Told) -> Step:
    """Give what to ask next: nothing that the conversation told already; when all is known, the lines are shown."""
    if walk.modtager is None:
        return Step.RECEIVER
    if walk.hvem is None and not told.knows("hvem"):
        return Step.WHO
    if walk.oensker is None and not _wishes_told(told):
        return Step.WISHES
    return Step.SOON if walk.snart is None else Step.PREVIEW


def options(step: Step, who: str) -> tuple[str, ...]:
    """Give the options of a question about the person, in the order they are shown."""
    wishes = OWN_WISHES if who == "mig" else WISHES_BESIDE
    return {Step.WHO: WHO, Step.WISHES: wishes, Step.SOON: SOON}.get(step, ())


def who_of(walk: Walk, told: Told) -> str:
    """Give who it is about; "" where nobody said so."""
    return (told.chosen("hvem") or (walk.hvem or "",))[0]


def known(walk: Walk, told: Told) -> Known:
    """Give all that may make a line: what was told in the reflection, and what was answered on the way here."""
    when, children = told.chosen("naar"), told.chosen("boern")
    scenes = {SCENES[scene] for scene in told.chosen("scener") if scene in SCENES}
    return Known(
        who=who_of(walk, told) or None,
        forms=frozenset(told.lived | scenes),
        when=when[0] if when else None,
        children=children[0] if children else None,
        wishes=frozenset({*_wishes_told(told), *(walk.oensker or ())}),
        soon=walk.snart or None,
    )


def _wishes_told(told: Told) -> tuple[str, ...]:
    return (*told.chosen("hjaelp"), *(each for each in told.chosen("p_fylder") if each in WISHES_BESIDE))
