"""Three ways of acting on a ranking: sure, so answer; unsure, so ask; and danger, which comes before both.

The thresholds are in config.yml. They were chosen on the development set by what harms least; docs/understanding.md.
"""

from dataclasses import dataclass
from typing import List, Optional, Tuple

Ranking = List[Tuple[str, float]]

UNSURE = "nlu_fallback"  # Rasa's name for it
ACUTE = (
    "akut_fare",
    "trusler_paa_livet",
    "selvmordstanker",
    "barn_i_fare",
    "nyligt_overgreb",
    "skadet",
    "udoever_selv",
)


@dataclass(frozen=True)
class Decision:
    """What to act on: an intent (or `UNSURE`), how sure, and the danger that was noticed, if any."""

    intent: str
    confidence: float
    danger: Optional[str] = None


def decide(ranking: Ranking, sure: float, danger: float) -> Decision:
    """Decide on a ranking whose probabilities sum to one.

    The dangers' probabilities are added up: a message that may be a threat and may be an assault is dangerous all the same.
    """
    acute = [(name, probability) for name, probability in ranking if name in ACUTE]
    dangerous = sum(probability for _, probability in acute)
    if dangerous >= danger:
        return Decision(acute[0][0], dangerous, acute[0][0])
    name, probability = ranking[0]
    return Decision(name if probability >= sure else UNSURE, probability)
