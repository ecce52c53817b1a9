"""Three ways of acting on a ranking: sure, so answer; unsure, so ask; and danger, which comes before both.

The thresholds are in config.yml. They were chosen on the development set by what harms least; docs/understanding.md.
"""

from dataclasses import dataclass
from typing import List, Optional, Tuple

from bot.knowledge.topics import ACUTE

Ranking = List[Tuple[str, float]]

UNSURE = "nlu_fallback"  # Rasa's name for it


@dataclass(frozen=True)
class Decision:
    """What to act on: an intent (or `UNSURE`), how sure, and the danger that was noticed, if any."""

    intent: str
    confidence: float
    danger: Optional[str] = None


def decide(ranking: Ranking, sure: float, danger: float, danger_when_unsure: float) -> Decision:
    """Decide on a ranking whose probabilities sum to one.

    The dangers' probabilities are added up: a message that may be a threat and may be an assault is dangerous all the same.
    Where nothing else is sure either, less is enough: a false alarm costs one line, a missed danger a life.
    """
    acute = [(name, probability) for name, probability in ranking if name in ACUTE]
    dangerous = sum(probability for _, probability in acute)
    otherwise = max((probability for name, probability in ranking if name not in ACUTE), default=0.0)
    if dangerous >= (danger if otherwise >= sure else danger_when_unsure):
        return Decision(acute[0][0], dangerous, acute[0][0])
    name, probability = ranking[0]
    return Decision(name if probability >= sure else UNSURE, probability)
