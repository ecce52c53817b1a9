"""Looks in a message for what `rules.yml` says, and in other languages `sprog.yml`. See `patterns.py` for how it is written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import spacy
import yaml
from spacy.language import Language
from spacy.tokens import Doc, Span

from bot.text.danger.patterns import Patterns, UnknownWords
from bot.text.kinds import RedactedText
from bot.text.placeholders import read_aloud
from bot.text.roles import is_about_another
from bot.text.spelling import fold

RULES = Path(__file__).with_name("rules.yml")
LANGUAGES = Path(__file__).with_name("sprog.yml")
REACH = 4  # words before a match in which a negation counts


class Danger(NamedTuple):
    """What was noticed: the kind, which is the name of an intent, and the rule that saw it. Never the text.

    `language` is that of the message where it is not Danish. `of_others` is true for what is seen or heard of others.
    """

    kind: str
    rule: str
    language: str | None = None
    of_others: bool = False


@dataclass(frozen=True)
class _Rule:
    kind: str
    name: str
    now_only: bool
    also_negated: bool
    whole: bool
    of_others: bool
    language: str | None
    negations: frozenset[str]


class DangerRulesBroken(Exception):
    """rules.yml cannot be used. The message says where and how to mend it."""


class DangerDetector:
    """Finds the gravest danger in a message. Made once: about half a second; a message costs a third of a millisecond."""

    def __init__(self, rules: dict[str, Any], languages: dict[str, dict[str, Any]] | None = None) -> None:
        """Take the rules of rules.yml, and those of each other language."""
        self._nlp: Language = spacy.blank("da")
        self._kinds: list[str] = list(rules["farer"])
        self._rules: dict[str, _Rule] = {}
        self._dangers = Patterns(self._nlp.vocab)
        self._harmless = self._patterns("harmloest", rules)
        self._past = self._patterns("fortid", rules)
        self._add_all(rules, None)
        for language, of_language in (languages or {}).items():
            self._add_all(of_language, language)

    @classmethod
    def load(cls, path: Path = RULES, languages: Path = LANGUAGES) -> "DangerDetector":
        """Read the rules of two files.

        Raises:
            DangerRulesBroken: naming the rule that cannot be used.
        """
        danish, other = (yaml.safe_load(each.read_text(encoding="utf-8")) for each in (path, languages))
        return cls(danish, other)

    def find(self, text: RedactedText) -> Danger | None:
        """Give the gravest danger that a rule is sure of, or None."""
        with self._nlp.memory_zone():  # outside one, spaCy keeps every word it has ever met
            noticed = list(self._noticed(self._read(text)))
        for kind in self._kinds:  # gravest first, as in the file
            of_kind = [rule for rule in noticed if rule.kind == kind]
            if of_kind:
                language = next((rule.language for rule in of_kind if rule.language), None)
                of_others = any(rule.of_others for rule in of_kind) or is_about_another(text)
                return Danger(kind, of_kind[0].name, language, of_others)
        return None

    def _noticed(self, doc: Doc) -> Iterator[_Rule]:
        spans = list(self._dangers.found(doc))
        if not spans:
            return
        harmless = {token.i for span in self._harmless.found(doc) for token in span}
        long_ago = any(self._past.found(doc))
        for span in spans:
            rule = self._rules[span.label_]
            if rule.whole and len(span) < sum(token.is_alpha for token in doc):
                continue
            if harmless.intersection(token.i for token in span):
                continue
            if rule.now_only and long_ago:
                continue
            if not rule.also_negated and self._is_negated(doc, span, rule.negations):
                continue
            yield rule

    def _is_negated(self, doc: Doc, span: Span, negations: frozenset[str]) -> bool:
        return any(token.norm_ in negations for token in doc[max(0, span.start - REACH) : span.end])

    def _read(self, text: str) -> Doc:
        doc = self._nlp.make_doc(re.sub(r"[^\w\s?!.,'-]", " ", read_aloud(text).lower()))
        for token in doc:
            token.norm_ = fold(token.norm_)
        return doc

    def _add_all(self, rules: dict[str, Any], language: str | None) -> None:
        words = _folded(rules["ord"])
        negations = frozenset(fold(word) for word in rules["negation"])
        for kind, of_kind in rules["farer"].items():
            for written in of_kind:
                rule = self._rule(kind, written, language, negations)
                self._rules[rule.name] = rule
                self._add(self._dangers, rule.name, written["moenstre"], words)

    def _rule(self, kind: str, written: dict[str, Any], language: str | None, negations: frozenset[str]) -> _Rule:
        name = "/".join(part for part in (language, kind, written["navn"]) if part)
        if kind not in self._kinds or not written.get("fordi") or not written.get("moenstre"):
            raise DangerRulesBroken(
                f"{name} mangler `fordi` eller `moenstre`, eller dens fare findes ikke i rules.yml."
            )
        return _Rule(
            kind=kind,
            name=name,
            now_only=written.get("kun_nu", False),
            also_negated=written.get("ogsaa_negeret", False),
            whole=written.get("hele_beskeden", False),
            of_others=written.get("om_andre", False),
            language=language,
            negations=negations,
        )

    def _patterns(self, name: str, rules: dict[str, Any]) -> Patterns:
        patterns = Patterns(self._nlp.vocab)
        self._add(patterns, name, rules[name], _folded(rules["ord"]))
        return patterns

    @staticmethod
    def _add(patterns: Patterns, label: str, written: list[str], words: dict[str, list[str]]) -> None:
        for pattern in written:
            try:
                patterns.add(label, pattern, words)
            except UnknownWords as fault:
                raise DangerRulesBroken(f"{label}: {fault} står ikke under `ord`.") from fault


def _folded(words: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: [fold(word) for word in of_name] for name, of_name in words.items()}
