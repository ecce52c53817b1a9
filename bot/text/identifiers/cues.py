"""The words around a name or a place that tell it from an ordinary word. They stand in `ord/tegn.yml`."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.text.spelling import fold

_ENDINGS_OF_PERSONS = ("", "en", "n", "et", "ne", "ene")


@dataclass(frozen=True)
class Cues:
    """The groups of words, folded as `bot.text.spelling.fold` folds them."""

    never: frozenset[str]
    introduces: frozenset[str]
    owners: frozenset[str]
    persons: frozenset[str]
    titles: frozenset[str]
    acts: frozenset[str]
    weak_acts: frozenset[str]  # said of things too: "lykke er ikke for alle"
    acts_of_things: frozenset[str]  # "solen står op"
    before_act: frozenset[str]
    towards: frozenset[str]
    beside: frozenset[str]  # before one of `towards`: "gift med"
    ends: frozenset[str]
    joins: frozenset[str]
    determiners: frozenset[str]
    said_of_names: frozenset[str]  # "dreng er hans kælenavn"
    said_of_persons: frozenset[str]  # "mark er ikke ond"
    done_by_persons: frozenset[str]  # "sten har boet alene"
    meets: frozenset[str]  # "jeg må ikke se vibe"
    times: frozenset[str]  # names of people that are times: "så kom jul"
    comes: frozenset[str]  # "så kom mark ind"
    after_coming: frozenset[str]
    before_repeated: frozenset[str]
    lives: frozenset[str]
    in_place: frozenset[str]
    stays: frozenset[str]  # "sidder på stationen i Fredericia"
    heads_for: frozenset[str]  # "vil til Randers"
    home: frozenset[str]  # "Nuuk er min by"
    after_town: frozenset[str]  # "Odense station"
    only_capital: frozenset[str]  # municipalities that are words: "vejen"
    helps: tuple[str, ...]  # beginnings of what a person may ask for in a town: "krisecenter i Randers"
    before_place: dict[str, frozenset[str]]  # "arbejder" is before a workplace
    at_place: frozenset[str]
    kind_of_noun: dict[str, str]  # "børnehaven" is an institution
    kind_of_ending: dict[str, str]
    town_endings: tuple[str, ...]

    @classmethod
    def load(cls, file: Path) -> "Cues":
        """Read the groups of a file."""
        groups = yaml.safe_load(file.read_text(encoding="utf-8"))
        words = {name: frozenset(_words(text)) for name, text in groups.items() if isinstance(text, str)}
        return cls(
            never=words["aldrig_navn"],
            introduces=words["praesenterer"],
            owners=words["ejer"],
            persons=frozenset(stem + ending for stem in words["personer"] for ending in _ENDINGS_OF_PERSONS),
            titles=words["titler"],
            acts=words["handler"],
            weak_acts=words["svage_handlinger"],
            acts_of_things=words["mulige_om_ting"],
            before_act=words["foer_handling"],
            towards=words["mod_person"],
            beside=words["gift_med"],
            ends=words["slutter"] | {"", "\n"},
            joins=words["forbinder"],
            determiners=words["bestemmer"],
            said_of_names=words["om_navne"],
            said_of_persons=words["om_mennesker"],
            done_by_persons=words["gjort_af_mennesker"],
            meets=words["moeder"],
            times=words["tider"],
            comes=words["kommer_ind"],
            after_coming=words["efter_kommer_ind"],
            before_repeated=words["foer_gentaget"],
            lives=words["bor"],
            in_place=words["i_sted"],
            stays=words["ophold"],
            heads_for=words["paa_vej"],
            home=words["hjemby"],
            after_town=words["efter_by"],
            only_capital=words["kun_med_stort"],
            helps=tuple(_words(groups["hjaelp"])),
            before_place={kind: frozenset(_words(text)) for kind, text in groups["efter"].items()},
            at_place=words["sted_efter"],
            kind_of_noun=_kinds(groups["steder"]),
            kind_of_ending=_kinds(groups["steder_der_ender_paa"]),
            town_endings=tuple(_words(groups["byer_ender_paa"])),
        )


def _words(text: str) -> list[str]:
    return fold(text).split()


def _kinds(groups: dict[str, str]) -> dict[str, str]:
    return {word: kind for kind, text in groups.items() for word in _words(text)}
