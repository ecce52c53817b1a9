"""Types that keep text as typed apart from text without identifiers. Only `bot.text.identifiers` makes the one the other."""

from typing import NewType

RawText = NewType("RawText", str)
RedactedText = NewType("RedactedText", str)
