"""The ways on: the municipal model's table (facts.md, section 7), read from above, safety first.

Not a risk assessment and no verdict: the model is for municipal staff, and a professional decides (facts.md 7b, note).
A row says when it holds and which way it opens. An answer that is missing is read in the careful way: it never opens
the group, and it never closes a way to safety.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.reflection.questions import OTHERS, SCENES
from bot.reflection.state import NONE, Told

MOST = 3
HINDERED = ("rusmidler", "sygdom", "bolig")


@dataclass(frozen=True)
class Row:
    """A row of the table. `id` names its "fordi" in the texts, `seed` the line of facts.md section 7 it stands beside."""

    id: str
    seed: str
    way: str
    holds: Callable[[Told], bool]


def forms(told: Told) -> frozenset[str]:
    """Give the forms of violence the person recognised or told of."""
    return told.lived | {SCENES[scene] for scene in told.chosen("scener") if scene in SCENES}


def in_danger(told: Told) -> bool:
    """Tell whether a danger sign was chosen, or danger was named anywhere in the conversation."""
    return told.danger_named or any(sign != NONE for sign in told.chosen("fare"))


def danger_unknown(told: Told) -> bool:
    """Tell whether the danger signs were not answered. No answer is no all-clear (R-11, R-12)."""
    return not told.knows("fare") and not told.danger_named


def needs_safety(told: Told) -> bool:
    """Tell whether there is an acute or special need for safety (4.2, E-2)."""
    return in_danger(told) or "sted" in told.chosen("hjaelp") or bool(forms(told) & {"social_kontrol", "stalking"})


def hindered(told: Told) -> bool:
    """Tell whether something else needs help first (4.3, E-1)."""
    return any(each in told.chosen("i_vejen") for each in HINDERED)


def long_ago(told: Told) -> bool:
    """Tell whether it is no longer current (4.4, E-5)."""
    return "laenge_siden" in told.chosen("naar")


def included(told: Told) -> bool:
    """Tell whether nothing known speaks against the group: I-1 to I-7 and none of E-1 to E-5 (facts.md 7c, 7d)."""
    return (
        "mig" in told.chosen("hvem")
        and not told.young  # I-1
        and not danger_unknown(told)
        and not needs_safety(told)  # I-3, E-2
        and told.chosen("i_vejen") == (NONE,)  # E-1, E-3, E-4; unanswered is not "none"
        and not long_ago(told)  # E-5
    )


def f_included(told: Told) -> bool:
    """Tell whether a professional named nothing that comes before the group (4.1)."""
    nothing_before = told.chosen("f_behov") == (NONE,)
    safe = told.knows("f_sikkerhed") and "fare" not in told.chosen("f_sikkerhed") and not told.danger_named
    return "oensker" in told.chosen("f_trin") and nothing_before and safe


def _has(question: str, option: str) -> Callable[[Told], bool]:
    return lambda told: option in told.chosen(question)


def _always(_: Told) -> bool:
    return True


def _child_in_focus(told: Told) -> bool:
    return "barn" in told.chosen("hvem") or "ja" in told.chosen("p_boern") or "ja" in told.chosen("boern")


def _followed(told: Told) -> bool:
    return "stalking" in forms(told) or "fulgt" in told.chosen("fare")


PERSON = (
    Row("fare", "A", "fare", in_danger),
    Row("ung", "I-1: over 18", "boernetelefon", lambda told: told.young),
    Row("boern", "B", "boern", _has("boern", "ja")),
    Row("social_kontrol", "4.2", "sikkerhedskonsulent", lambda told: "social_kontrol" in forms(told)),
    Row("stalking", "4.2", "stalking", _followed),
    Row("sikkert_sted", "4.2", "krisecenter", _has("hjaelp", "sted")),
    Row("fare_krisecenter", "4.2", "krisecenter", in_danger),
    # After the offers of safety: it must never take the place of one. 1888 stands under every mirror anyway.
    Row("fare_uvist", "A, not answered", "hotline", danger_unknown),
    Row("staar_i_vejen", "4.3, E-1", "andet_tilbud", hindered),
    Row("opdages", "E-3", "tryg_kontakt", _has("i_vejen", "opdages")),
    Row("efter_krisecenter", "E-4", "efter_krisecenter", _has("i_vejen", "krisecenter")),
    Row("laenge_siden", "4.4, E-5", "frivillige", long_ago),
    Row("gruppe", "4.1", "gruppe", included),
    Row("samtale", "none of these", "samtale", lambda told: not included(told)),
)
RELATIVE = (
    Row("p_fare", "A", "p_fare", lambda told: told.danger_named or "ja" in told.chosen("p_fare")),
    Row("p_barn", "B", "p_barn", _child_in_focus),
    Row("p_sige", "-", "p_sige", _has("p_fylder", "sige")),
    Row("p_vil_ikke", "-", "p_vil_ikke", _has("p_fylder", "vil_ikke")),
    Row("p_selv", "-", "p_selv", _has("p_fylder", "selv")),
    Row("p_raad", "none of these", "p_raad", _always),
)
PROFESSIONAL = (
    Row("f_fare", "A", "f_politi", lambda told: told.danger_named or "fare" in told.chosen("f_sikkerhed")),
    Row("f_boern", "B", "f_underretning", _has("f_sikkerhed", "boern")),
    Row("f_tegn", "Trin 1", "f_spoerg", _has("f_trin", "tegn")),
    Row("f_bekraeftet", "Trin 2", "f_hoer", _has("f_trin", "bekraeftet")),
    Row("f_ikke_nu", "Trin 3", "f_froe", _has("f_trin", "ikke_nu")),
    Row("f_sikkerhed", "4.2", "f_sikkerhed", _has("f_behov", "sikkerhed")),
    Row("f_andet", "4.3", "f_andet", _has("f_behov", "andet")),
    Row("f_senfoelger", "4.4", "f_frivillige", _has("f_behov", "senfoelger")),
    Row("f_gruppe", "4.1", "f_gruppe", f_included),
    Row("f_raad", "none of these", "f_raad", _always),
)

# How much safety a way opens; those not named open none of their own.
SAFETY = {
    "fare": 3,
    "p_fare": 3,
    "f_politi": 3,
    "krisecenter": 2,
    "sikkerhedskonsulent": 2,
    "stalking": 2,
    "f_sikkerhed": 2,
    "hotline": 1,
    "boernetelefon": 1,
    "p_raad": 1,
    "f_raad": 1,
}
GROUPS = frozenset(["gruppe", "f_gruppe"])  # where being seen to come may itself be a danger (E-3)


def ways_on(told: Told) -> tuple[Row, ...]:
    """Give one to three rows that hold, the safest first, each with a way of its own."""
    table: tuple[Row, ...] = PERSON
    if any(other in told.chosen("hvem") for other in OTHERS):
        table = RELATIVE
    elif "fagperson" in told.chosen("hvem"):
        table = PROFESSIONAL
    opened: dict[str, Row] = {}
    for row in table:
        if row.holds(told):
            opened.setdefault(row.way, row)
    return tuple(opened.values())[:MOST]


def safety(rows: tuple[Row, ...]) -> int:
    """Give how much safety the ways open, from 0 to 3. For tests and readers; never said to anyone."""
    return max((SAFETY.get(row.way, 0) for row in rows), default=0)
