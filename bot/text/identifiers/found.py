"""A piece of text that identifies, and how several finders agree on which pieces those are."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Found(NamedTuple):
    """Where an identifier stands, as offsets in the text, and what kind it is (the Danish word in the placeholder)."""

    start: int
    end: int
    kind: str


class Kept(NamedTuple):
    """A piece of text that must stay, whatever a finder thinks of it: a helpline, an amount, a paragraph of a law."""

    start: int
    end: int


def without_overlaps(found: Iterable[Found]) -> Iterator[Found]:
    """Give each identifier once, in the order of the text; of two that overlap the one that begins first, then the longer."""
    end = 0
    for each in sorted(found, key=lambda each: (each.start, -each.end)):
        if each.start >= end:
            yield each
            end = each.end


def outside(found: Iterable[Found], kept: Iterable[Kept]) -> Iterator[Found]:
    """Give the identifiers that touch nothing that must stay."""
    fixed = list(kept)
    for each in found:
        if not any(each.start < stay.end and stay.start < each.end for stay in fixed):
            yield each
