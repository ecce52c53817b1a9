"""Whether somebody writes as a professional: "jeg er lærer, og en elev …" asks for other answers. Runs on Python 3.10."""

import re

from bot.text.spelling import plain

_PROFESSIONS = (
    r"(?:\w*laerer(?:inde)?|\w*paedagog|\w*sygeplejerske|\w*socialraadgiver|sagsbehandler|laege|tandlaege|jordemoder|dagplejer"
    r"|sundhedsplejerske|psykolog|sosu|sosuassistent|sosuhjaelper|ergoterapeut|fysioterapeut|hjemmehjaelper|traener|betjent"
    r"|skoleleder|vikar|familieraadgiver|ssp konsulent|frisoer|bibliotekar|praest)"
)
_AT_WORK = re.compile(
    rf"\b(?:jeg er|jeg arbejder som|skriver som|spoerger som|er ansat som)(?: \w+)? {_PROFESSIONS}\b"
    r"|\b(?:en|min) (?:elev|borger|klient|patient)\b"
)
_PUPIL = re.compile(r"\b(?:jeg er|jeg gaar) (?:en )?(?:elev|patient|klient)\b|\bmin laerer\b")


def writes_at_work(text: str) -> bool:
    """Tell whether the one who writes does so as a professional."""
    said = plain(text)
    return bool(_AT_WORK.search(said)) and not _PUPIL.search(said)
