"""Who hits whom: "i går slog min mand mig" and "i går slog jeg min mand" hold nearly the same words. Runs on Python 3.10.

A model that counts words cannot tell them apart, and taking somebody who is hit for the one who hits is the gravest thing
it can get wrong. Danish turns its words round after "i går", so the order alone does not tell either: what tells is whether
"jeg" stands beside the verb as its subject, or "mig" behind it as its object.
"""

import re
from collections.abc import Iterator

from bot.text.spelling import plain

Ranking = list[tuple[str, float]]

HIT, HITS, DENIES, OTHER_IS_HIT = "bliver_slaaet", "slaar_selv", "slaar_ikke", "anden_bliver_slaaet"

_I = r"(?:jeg|jae|jaej|jaj|ja|a|ae)"
_ME = r"(?:mig|maej|maj|mae|os)"
_THEM = r"(?:hende|ham|dem)"
_OTHERS = r"(?:han|hun|min|mit|mine|manden|konen|kaeresten|eksen|de|der|som)"
_KIN = r"(?:soen|soennen|datter|datteren|soester|bror|mor|veninde|veninden|ven|kollega|nabo|naboen|svigerinde|niece|kusine)"
_HIT = (
    r"(?:slaar|slaa|slog|slaaet|sparker|sparkede|sparket|skubber|skubbede|skubbet|banker|bankede|banket|taever|taevede|taevet"
    r"|taesker|taeskede|taesket|rusker|ruskede|rusket|kvaeler|kvalte|kvaelte|niver|nev|bider|bed|bidt|smed|river|rev|hev"
    r"|overfalder|overfaldt|gennembanker|gennembankede|lussede|kradser|kradsede)"
)
_STRUCK = (
    r"(?:slaaet|sparket|skubbet|banket|taevet|taesket|rusket|kvalt|nevet|bidt|revet|overfaldet|gennembanket|kradset)"
)
_NOT = r"(?:ikke|ik|ikk|aldrig|aldri|it)"
_FEW = rf"(?: (?!{_I}\b)\w+){{0,4}}?"  # a few words, none of them "jeg"

_PATTERNS = {
    DENIES: [
        rf"\b{_I}(?: \w+){{0,2}} {_NOT}(?: (?!{_OTHERS}\b)\w+){{0,3}} {_HIT}\b",  # "jeg har aldrig slået nogen"
        rf"\b{_I} {_HIT} {_NOT}\b",
        rf"\b{_I}(?: \w+)? (?:er|har vaeret) {_NOT}(?: \w+)? (?:voldelig|aggressiv|den der slaar)\b",
        rf"\b{_NOT} mig der (?:er|slaar|slog|har)\b",
        r"\bsom om det er mig der \w+",
        rf"\b(?:lyver|loegn|paastaar|siger|fortaeller)(?: \w+){{0,3}}? {_I} (?:{_HIT}|(?:er|var|har vaeret) voldelig)\b",
    ],
    HIT: [
        rf"\b{_OTHERS}\b(?: (?!{_I}\b)\w+){{0,3}} {_HIT}{_FEW} {_ME}\b",  # "min kæreste slog mig", "ham der slog mig"
        rf"\b{_HIT} {_OTHERS}{_FEW} {_ME}\b",  # "i går slog min mand mig"
        rf"\b{_ME} (?:har|havde|bliver|blev) (?:han|hun|min \w+) {_HIT}\b",
        rf"\b{_I} (?:er|bliver|blir|blev|var)(?: (?!{_NOT}\b|at\b)\w+){{0,3}} {_STRUCK}\b",  # "jeg er tit blevet slået"
        rf"\b(?:bliver|blir|blev) {_I}(?: (?!{_NOT}\b)\w+){{0,2}} {_STRUCK}\b",
        r"\b(?:ham|hende|hun|han|min \w+) der (?:slaar|slog|er voldelig)\b",
        rf"\b(?:taget|tog|tager|holdt|holder) {_ME} (?:\w+ )?(?:om|i|paa) (?:halsen|struben)\b",
    ],
    HITS: [
        rf"\b{_I}(?: (?!{_NOT}\b|{_OTHERS}\b|er\b|bliver\b|blir\b|blev\b|var\b)\w+){{0,3}} {_HIT}\b(?! {_NOT}\b)",
        rf"\b{_HIT} {_I}\b(?! {_NOT}\b)",  # "så slog jeg hende"
        rf"\b{_I}\b(?: (?!{_OTHERS}\b)\w+){{1,6}} at {_HIT}\b",  # "jeg er bange for at slå hende"
        rf"\b{_I} (?:har |kom til at )?(?:tog|taget|tage|holdt) (?:{_THEM}|min \w+)\b",
    ],
    OTHER_IS_HIT: [
        rf"\b{_OTHERS}\b(?: (?!{_I}\b)\w+){{0,3}} {_HIT}(?: (?!{_I}\b)\w+){{0,2}} {_THEM}\b",  # "hendes mand slår hende"
        rf"\b(?:taget|tog|tager|holdt|holder) {_THEM} (?:\w+ )?(?:om|i|paa) (?:halsen|struben)\b",
        rf"\b(?:hende|ham) (?:og )?{_NOT} mig\b",
        rf"\b(?:hende|ham) der (?:bliver|blir|blev|er blevet)(?: taget| {_STRUCK})\b",
        rf"\b{_NOT} mig (?:men|det er) (?:hende|ham|min {_KIN})\b",
        rf"\b{_KIN}\b(?: \w+){{0,4}} (?:bliver|blir|blev|er blevet) {_STRUCK}\b",
    ],
}
_ROLES = {role: re.compile("|".join(patterns)) for role, patterns in _PATTERNS.items()}
_SENTENCE = re.compile(r"[.?!;\n]+")


def roles(text: str) -> list[str]:
    """Give who is told to hit whom: any of `HIT`, `HITS`, `DENIES` and `OTHER_IS_HIT`, or none."""
    found = {role for sentence in _SENTENCE.split(text) for role in _of(plain(sentence))}
    return [role for role in _ROLES if role in found]


def is_about_another(text: str) -> bool:
    """Tell whether it is somebody else who is hit, and not the one who writes."""
    told = roles(text)
    return OTHER_IS_HIT in told and not {HIT, HITS}.intersection(told)


def _of(said: str) -> Iterator[str]:
    denied = _ROLES[DENIES].sub(" ", said)
    if denied != said:
        yield DENIES
    for role in (HIT, HITS, OTHER_IS_HIT):
        if _ROLES[role].search(denied):
            yield role


def put_right(ranking: Ranking, text: str) -> Ranking:
    """Give the ranking without one's own violence, where the text says that the writer is hit, or does not hit.

    What stood on one's own violence goes to being hit where that is what was told; else it is shared by all.
    """
    told = roles(text)
    if HITS in told or not {HIT, DENIES}.intersection(told):
        return ranking
    chances = dict(ranking)
    taken = chances.pop("udoever_selv", 0.0)
    if HIT in told and "oplever_fysisk_vold" in chances:
        chances["oplever_fysisk_vold"] += taken
    else:
        chances = {name: chance / (1 - taken) for name, chance in chances.items()}
    return sorted([*chances.items(), ("udoever_selv", 0.0)], key=lambda each: -each[1])
