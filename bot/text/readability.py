"""LIX, the Scandinavian readability index (Björnsson 1968): words a sentence plus the share of long words, in per cent."""

import re

LONG = 6  # a word of more letters than this is long
_WORD = re.compile(r"\w+(?:-\w+)*")
_SENTENCE_END = re.compile(r"[.!?:]+(?=\s|$)|\n+")


def words(text: str) -> list[str]:
    """Give the words of a text; numbers count as words."""
    return _WORD.findall(text)


def lix(text: str) -> float:
    """Give the LIX of a text; 0 for one without words. Under 25 is very easy, 35 is easy, over 45 is hard."""
    all_words = words(text)
    if not all_words:
        return 0.0
    sentences = sum(bool(words(part)) for part in _SENTENCE_END.split(text))
    long = sum(len(word) > LONG for word in all_words)
    return len(all_words) / sentences + 100 * long / len(all_words)
