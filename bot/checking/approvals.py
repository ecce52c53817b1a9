"""Approvals of cards and municipalities, written into copies of their files that wait until an editor takes them in.

The chat reads its files anew when they change. An approval that was written straight into them would be said to citizens
before anybody but the one who pressed the button had seen it. So it waits in a folder beside (`data/udkast`).
"""

import hashlib
import json
import tempfile
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import yaml
from dateutil.relativedelta import relativedelta

from bot.checking.rewriting import CannotRewrite, with_values, write_whole
from bot.checking.run import check
from bot.knowledge.content import FOLDERS
from bot.knowledge.municipalities import LOGOS
from bot.knowledge.sheets import Place, yaml_files

Kind = Literal["kort", "kommuner"]
KINDS: tuple[Kind, ...] = ("kort", "kommuner")
VALUES = ("kontrolleret", "godkendt_af", "godkendt_den", "gennemses_senest")
LONGEST_NAME = 80
LONGEST_MONTHS = 6  # until content must be looked at again, as the templates ask
NOT_WRITTEN = "Godkendelsen kan ikke gemmes her. Spørg den, der driver siden."


class ApprovalRefused(Exception):
    """The approval is not written. The message says in one Danish line why, and how to mend it."""


@dataclass(frozen=True)
class Approved:
    """Who stands behind the content, from which day, and when it must be looked at again."""

    by: str
    on: date
    look_again: date


@dataclass(frozen=True)
class Waiting:
    """An approval that waits: of what, in which file, and whether the words are still those that were approved."""

    kind: Kind
    id: str
    file: str
    approved: Approved
    is_of_these_words: bool


@dataclass(frozen=True)
class _Entry:
    """One card or one municipality in its file."""

    place: Place
    values: Mapping[str, Any]

    @property
    def words(self) -> dict[str, Any]:
        """Everything but the approval itself."""
        return {name: value for name, value in self.values.items() if name not in VALUES}

    @property
    def approved(self) -> Approved | None:
        values = self.values
        if not values.get("godkendt_den"):
            return None
        return Approved(values["godkendt_af"], values["godkendt_den"], values["gennemses_senest"])


class Approvals:
    """The approvals that wait in a folder, for the content of a project."""

    def __init__(self, root: Path, folder: Path) -> None:
        self._root = root
        self._folder = folder
        self._lock = threading.Lock()

    def waiting(self) -> list[Waiting]:
        """Give what waits, in the order of the files."""
        found = []
        for kind, live, draft in self._drafts():
            now = _entries(live.read_text(encoding="utf-8"))
            found += [
                Waiting(kind, id_, live.name, entry.approved, id_ in now and entry.words == now[id_].words)
                for id_, entry in _entries(draft.read_text(encoding="utf-8")).items()
                if entry.approved and (id_ not in now or entry.approved != now[id_].approved)
            ]
        return found

    def approve(self, kind: Kind, id_: str, print_: str, approved: Approved, today: date) -> None:
        """Write an approval of the words that have this print; all of it, or nothing.

        Raises:
            ApprovalRefused
        """
        _check_dates(approved, today)
        if not approved.by or not approved.by.isprintable() or len(approved.by) > LONGEST_NAME:
            raise ApprovalRefused(f"Skriv fagpersonens navn, højst {LONGEST_NAME} tegn.")
        with self._lock:
            live, text, entry = self._live(kind, id_)
            if print_of(entry.values) != print_:
                raise ApprovalRefused("Ordene er ændret, siden du læste dem. Læs dem igen, før du godkender.")
            self._keep(kind, live, {**self._kept(kind, live, text), id_: approved}, today)

    def withdraw(self, kind: Kind, id_: str, today: date) -> None:
        """Take back an approval that waits; one that does not wait is fine.

        Raises:
            ApprovalRefused
        """
        with self._lock:
            live, text, _ = self._live(kind, id_)
            kept = self._kept(kind, live, text)
            kept.pop(id_, None)
            self._keep(kind, live, kept, today)

    def take_in(self, today: date) -> list[Waiting]:
        """Write what waits into the project's own files, for an editor to read and commit; give what was taken in.

        What was approved of words that have changed since is left out, and so is no longer waiting.

        Raises:
            ApprovalRefused: the content would have a fault; then nothing is written.
        """
        with self._lock:
            taken = [each for each in self.waiting() if each.is_of_these_words]
            new: dict[Path, str] = {}
            for kind, live, _ in self._drafts():
                text = live.read_text(encoding="utf-8")
                new[live] = _with_all(text, self._kept(kind, live, text))
            self._check({self._draft_of(live): text for live, text in new.items()}, today)
            for live, text in new.items():
                _write(live, text)
                self._draft_of(live).unlink()
            return taken

    def _live(self, kind: Kind, id_: str) -> tuple[Path, str, _Entry]:
        for file in yaml_files(self._root / FOLDERS[kind]):
            text = file.read_text(encoding="utf-8")
            entry = _entries(text).get(id_)
            if entry:
                return file, text, entry
        raise ApprovalRefused(f"{id_} findes ikke længere. Se listen.")

    def _drafts(self) -> Iterator[tuple[Kind, Path, Path]]:
        """Give each file that waits: its kind, the project's file, and the copy. Without the first, nothing waits."""
        for kind in KINDS:
            for draft in yaml_files(self._folder / kind):
                live = self._root / FOLDERS[kind] / draft.name
                if live.is_file():
                    yield kind, live, draft

    def _draft_of(self, live: Path) -> Path:
        kind = next(kind for kind in KINDS if live.parent == self._root / FOLDERS[kind])
        return self._folder / kind / live.name

    def _kept(self, kind: Kind, live: Path, text: str) -> dict[str, Approved]:
        """Give the approvals of a file that wait and are of its words as they are now."""
        now = _entries(text)
        return {
            each.id: each.approved
            for each in self.waiting()
            if (each.kind, each.file) == (kind, live.name) and each.id in now and each.is_of_these_words
        }

    def _keep(self, kind: Kind, live: Path, kept: Mapping[str, Approved], today: date) -> None:
        draft = self._folder / kind / live.name
        if not kept:
            draft.unlink(missing_ok=True)
            return
        text = _with_all(live.read_text(encoding="utf-8"), kept)
        self._check({draft: text}, today)
        _write(draft, text)

    def _check(self, new: Mapping[Path, str], today: date) -> None:
        """Refuse what `bot check` would find a fault in, were it taken in."""
        with tempfile.TemporaryDirectory(prefix="foerstekontakt-") as name:
            overlay = Path(name)
            for kind in KINDS:
                (overlay / kind).mkdir()
            (overlay / "kommuner" / LOGOS).symlink_to(self._root / FOLDERS["kommuner"] / LOGOS)
            for draft, text in new.items():
                (overlay / draft.parent.name / draft.name).write_text(text, encoding="utf-8")
            faults = [fault for fault in check(self._root, today, overlay) if not fault.is_warning]
        if faults:
            raise ApprovalRefused(f"Intet er gemt, for der ville være en fejl: {faults[0]}.")


def print_of(values: Mapping[str, Any]) -> str:
    """Give a mark of a card or municipality as it was read: what is approved is that and nothing else."""
    return hashlib.blake2b(json.dumps(values, default=str, sort_keys=True).encode(), digest_size=8).hexdigest()


def latest_look(approved_on: date) -> date:
    """Give the last day that content approved on this day may go without being looked at again."""
    latest: date = approved_on + relativedelta(months=LONGEST_MONTHS)
    return latest


def _check_dates(approved: Approved, today: date) -> None:
    if approved.on > today:
        raise ApprovalRefused("Godkendt den: dagen ligger i fremtiden. Ret datoen.")
    if not today < approved.look_again <= latest_look(today):
        raise ApprovalRefused(f"Skal ses igen: vælg en dag efter i dag og senest {latest_look(today)}.")


def _entries(text: str) -> dict[str, _Entry]:
    """Give the cards of a file, or its one municipality, by id; none of a file that has another form."""
    try:
        content = yaml.load(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError):
        raise ApprovalRefused("En fil kan ikke læses. Se `bot check`, og ret den, før noget godkendes.") from None
    if not isinstance(content, dict):
        return {}
    if "slug" in content:
        return {content["slug"]: _Entry((), content)}
    cards = enumerate(content.get("kort") or [])
    return {each["id"]: _Entry(("kort", number), each) for number, each in cards if "id" in each}


def _with_all(text: str, approvals: Mapping[str, Approved]) -> str:
    for id_, approved in approvals.items():
        entry = _entries(text)[id_]
        values = {
            "kontrolleret": max(entry.values["kontrolleret"], approved.on),
            "godkendt_af": approved.by,
            "godkendt_den": approved.on,
            "gennemses_senest": approved.look_again,
        }
        try:
            text = with_values(text, entry.place, values)
        except CannotRewrite as cannot:
            raise ApprovalRefused(str(cannot)) from None
    return text


def _write(file: Path, text: str) -> None:
    try:
        write_whole(file, text)
    except OSError:
        raise ApprovalRefused(NOT_WRITTEN) from None
