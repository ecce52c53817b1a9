"""What a person has told. Nothing here is text of theirs: only which of our own options they chose."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

# What was answered to a question: None is not asked yet, () is skipped, else the options chosen.
Chosen = tuple[str, ...] | None

SKIPPED: tuple[str, ...] = ()
NONE = "ingen"  # the option "none of these"
SLOT = "afklaring_"
TRAIL_SLOT = "afklaring_spor"
MEMORY_SLOT = "fortalt_"
REMEMBERED = ("hvem", "modpart")  # what an intent tells as well as an answer


@dataclass(frozen=True)
class Told:
    """One field a question, named as the question; then what was told outside the questions."""

    start: Chosen = None
    tryg: Chosen = None
    hvem: Chosen = None
    modpart: Chosen = None
    scener: Chosen = None
    naar: Chosen = None
    fare: Chosen = None
    boern: Chosen = None
    hjaelp: Chosen = None
    i_vejen: Chosen = None
    # a relative's own
    p_fare: Chosen = None
    p_boern: Chosen = None
    p_fylder: Chosen = None
    # a professional's own
    f_trin: Chosen = None
    f_sikkerhed: Chosen = None
    f_behov: Chosen = None
    # from the rest of the conversation
    lived: frozenset[str] = frozenset()
    danger_named: bool = False
    young: bool = False
    # the questions answered, in the order they were asked: the way back
    trail: tuple[str, ...] = ()

    def chosen(self, question: str) -> tuple[str, ...]:
        """Give the options chosen; none where it was skipped or not asked."""
        answer: Chosen = getattr(self, question)
        return answer or ()

    def knows(self, question: str) -> bool:
        """Tell whether a question was answered, not skipped."""
        return bool(self.chosen(question))

    def with_answer(self, question: str, answer: Chosen) -> "Told":
        """Give the same with one answer changed."""
        return replace(self, **{question: answer})  # type: ignore[arg-type]


_OUTSIDE = ("lived", "danger_named", "young", "trail")
QUESTION_FIELDS = tuple(field.name for field in fields(Told) if field.name not in _OUTSIDE)
FORMS = (
    "fysisk_vold",
    "psykisk_vold",
    "materiel_vold",
    "oekonomisk_vold",
    "digital_vold",
    "stalking",
    "seksuel_vold",
    "social_kontrol",
    "eftervold",
)


def from_slots(slots: Mapping[str, Any]) -> Told:
    """Read what is told from the dialogue's slots."""
    answers = {name: _chosen(slots.get(SLOT + name)) for name in QUESTION_FIELDS}
    return Told(
        **answers,
        lived=frozenset(form for form in FORMS if slots.get(f"oplevet_{form}")),
        danger_named=bool(slots.get("fare_naevnt")),
        young=bool(slots.get("er_ung")),
        trail=tuple(slots.get(TRAIL_SLOT) or ()),
    )


def to_slots(told: Told) -> dict[str, list[str] | None]:
    """Give the slots that the questions fill; those of the rest of the conversation are filled by the intents alone."""
    slots: dict[str, list[str] | None] = {}
    for name in QUESTION_FIELDS:
        answer: Chosen = getattr(told, name)
        slots[SLOT + name] = None if answer is None else list(answer)
    return slots | {TRAIL_SLOT: list(told.trail)}


def with_memory(told: Told, slots: Mapping[str, Any], anew: bool) -> Told:
    """Add what the conversation told besides.

    Where the questions begin `anew` it counts before an earlier answer. Midway it fills only what is not known, so that
    a word in passing ("der er børn") turns no one's walk into another.
    """
    for name in REMEMBERED:
        option = slots.get(MEMORY_SLOT + name)
        if option and (anew or getattr(told, name) is None):
            told = told.with_answer(name, (option,))
    return told


def memory_read() -> dict[str, None]:
    """Give the slots of the memory as they are once it was read."""
    return dict.fromkeys(MEMORY_SLOT + name for name in REMEMBERED)


def _chosen(value: Any) -> Chosen:
    return None if value is None else tuple(value)
