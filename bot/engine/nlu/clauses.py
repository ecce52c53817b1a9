"""A message that wants two things ("er det gratis, og er jeg anonym?"): the second is offered beside the first's answer."""

import re
from typing import Callable, List, Optional, Tuple

SHORTEST = 2  # words that can be a wish of their own
_BETWEEN = re.compile(r"[.?!;\n]+|,|\bog\b|\bsamt\b|\beller\b", re.IGNORECASE)


def second_wish(
    text: str, first: str, rank: Callable[[str], List[Tuple[str, float]]], sure: float, without: Tuple[str, ...]
) -> Optional[str]:
    """Give another intent that one clause of the text is sure to have, or None; `without` names those never offered."""
    clauses = [clause for clause in _BETWEEN.split(text) if len(clause.split()) >= SHORTEST]
    if len(clauses) < 2:  # noqa: PLR2004  (two wishes need two clauses)
        return None
    for clause in clauses:
        name, probability = rank(clause)[0]
        if probability >= sure and name != first and name not in without:
            return name
    return None
