"""Looks for the patterns of `rules.yml`, and of `sprog.yml` for other languages, in a message.

A pattern is words as they are said, folded as `bot.text.spelling` folds them. In it
`a|b` is one of several words, `slaa*` any word that begins so, `ordet?` a word that may be missing, and `...` up to three
words of any kind. `$navn` stands for a list of words given under `ord`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import spacy
import yaml
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc, Span

from bot.text.kinds import RedactedText
from bot.text.placeholders import read_aloud
from bot.text.roles import is_about_another
from bot.text.spelling import fold

RULES = Path(__file__).with_name("rules.yml")
LANGUAGES = Path(__file__).with_name("sprog.yml")
REACH = 4  # words before a match in which a negation counts
FARTHEST = 3  # words that `...` may stand for


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
    """Finds the gravest danger in a message. Made once: about half a second; a message costs a few milliseconds."""

    def __init__(self, rules: dict[str, Any], languages: dict[str, dict[str, Any]] | None = None) -> None:
        """Take the rules of rules.yml, and those of each other language."""
        self._nlp: Language = spacy.blank("da")
        self._kinds: list[str] = list(rules["farer"])
        self._rules: dict[str, _Rule] = {}
        self._words: dict[str, list[str]] = {}
        self._dangers = Matcher(self._nlp.vocab)
        self._add_all(rules, None)
        self._harmless = self._matcher(rules["harmloest"])
        self._past = self._matcher(rules["fortid"])
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
                return Danger(kind, of_kind[-1].name, language, of_others)
        return None

    def _noticed(self, doc: Doc) -> Iterator[_Rule]:
        harmless = {token.i for span in self._harmless(doc, as_spans=True) for token in span}
        long_ago = bool(self._past(doc))
        for span in self._dangers(doc, as_spans=True):
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
        self._words = {name: [fold(word) for word in words] for name, words in rules["ord"].items()}
        negations = frozenset(fold(word) for word in rules["negation"])
        for kind, of_kind in rules["farer"].items():
            for rule in of_kind:
                self._add(kind, rule, language, negations)

    def _add(self, kind: str, rule: dict[str, Any], language: str | None, negations: frozenset[str]) -> None:
        name = "/".join(part for part in (language, kind, rule["navn"]) if part)
        if kind not in self._kinds or not rule.get("fordi") or not rule.get("moenstre"):
            raise DangerRulesBroken(
                f"{name} mangler `fordi` eller `moenstre`, eller dens fare findes ikke i rules.yml."
            )
        self._rules[name] = _Rule(
            kind=kind,
            name=name,
            now_only=rule.get("kun_nu", False),
            also_negated=rule.get("ogsaa_negeret", False),
            whole=rule.get("hele_beskeden", False),
            of_others=rule.get("om_andre", False),
            language=language,
            negations=negations,
        )
        self._dangers.add(name, [self._compile(pattern) for pattern in rule["moenstre"]])

    def _matcher(self, patterns: list[str]) -> Matcher:
        matcher = Matcher(self._nlp.vocab)
        matcher.add("pattern", [self._compile(pattern) for pattern in patterns])
        return matcher

    def _compile(self, pattern: str) -> list[dict[str, Any]]:
        tokens: list[dict[str, Any]] = []
        for piece in pattern.split():
            if piece == "...":
                tokens += [{"OP": "?"}] * FARTHEST
            else:
                optional = piece.endswith("?")
                tokens.append(self._token(piece.rstrip("?")) | ({"OP": "?"} if optional else {}))
        return tokens

    def _token(self, piece: str) -> dict[str, Any]:
        choices = [word for choice in piece.split("|") for word in self._choice(choice)]
        if any("*" in choice for choice in choices):
            return {"NORM": {"REGEX": "^(" + "|".join(choice.replace("*", ".*") for choice in choices) + ")$"}}
        return {"NORM": {"IN": choices}}

    def _choice(self, choice: str) -> list[str]:
        if choice.startswith("$"):
            if choice[1:] not in self._words:
                raise DangerRulesBroken(f"rules.yml: {choice} står ikke under `ord`.")
            return self._words[choice[1:]]
        return [fold(choice)]
