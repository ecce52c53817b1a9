"""What must stay: numbers that help, or they tell what happened, and identify nobody."""

import re
from collections.abc import Iterator

from bot.text.identifiers.found import Kept

# Numbers that help must never be taken out (facts H-01, H-02, H-03, H-19, H-21, H-22).
HELP_NUMBERS = frozenset({"112", "114", "1888", "116111", "116006", "70201201"})

# Other public lines that a person may ask about (facts H-08, H-12, H-14, H-16, H-28). Known here, not said by us.
PUBLIC_NUMBERS = frozenset({"33330047", "35301717", "70116263", "25177374", "70110707", "70113131", "70150300"})

_AMOUNT = r"""
    (?<!\w)(?:kr\.?|dkk|€|eur)\s?\d[\d .]*\d(?:,\d+)?
  | \d[\d .]*(?:,[\d-]+)?\s?(?:kr\b|kroner|,-|dkk|€|euro|t\.?kr|mio|mil\b|tusind|procent|%)
"""
_YEARS = r"\b(?:19|20)\d{2}\s?[-/–]\s?(?:19|20)\d{2}\b"
_LAW = r"§+\s?\d+(?:\s?[a-z]\b)?(?:,?\s?stk\.?\s?\d+)? | \bl\s?\d{2,3}\b | \blbk\ nr\.?\ \d+"
# SARA is a way of judging risk, and a name: in capitals, and where one asks about it or lets it be made, it is the former.
_SARA = r"(?-i:\bSARA\b) | \bsaa?ra[- ]?v3\b | \b(?:en|laver|lave|lavet|hvad\ er|hva\ er|risiko\w*|i)\ saa?ra\b"
_CLOCK = r"\b(?:kl|klokken|klokka)\.?\s?\d{1,2}(?:[:.]?\d{2})?(?:\s?[-–]\s?\d{1,2}(?:[:.]\d{2})?)?\b"
_DURATION = (
    r"(?<![\d.,-])\b\d{1,3}\s?(?:år|aar|mdr|måneder|maaneder|uger|dage|døgn|timer|minutter|min|gange|børn|km|kg|cm)\b"
)


def _spaced(number: str) -> str:
    return "[ .-]?".join(number)


_HELP = rf"(?<!\d)(?:{'|'.join(_spaced(number) for number in sorted(HELP_NUMBERS | PUBLIC_NUMBERS))})(?![ .-]?\d)"
_PATTERNS = [
    re.compile(pattern, re.IGNORECASE | re.VERBOSE) for pattern in (_AMOUNT, _YEARS, _LAW, _CLOCK, _DURATION, _SARA)
] + [re.compile(_HELP)]


def find_kept(text: str) -> Iterator[Kept]:
    """Give what must stay: helplines, amounts, durations, spans of years, paragraphs of laws, times of day."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield Kept(*match.span())
