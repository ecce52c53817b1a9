"""The parsers meet anything at all: they say what they must, or refuse in the one way they know."""

import string
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.handoff.code import CodeBook, HandoffCodeUnreadable
from bot.knowledge.sheets import ContentBroken
from bot.scripts.reading import read_scripts
from bot.settings import ROOT
from bot.text.danger import DangerDetector
from bot.text.identifiers import Redactor
from bot.text.kinds import RawText

FEW = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
danish = st.text(alphabet=string.ascii_letters + string.digits + "æøåÆØÅ .,-/+()@\n'’:;", max_size=200)
anything = st.one_of(danish, st.text(max_size=200))
around = st.text(alphabet="abcæøå ,.!?\n", max_size=40)


@pytest.fixture(scope="module")
def redactor() -> Redactor:
    return Redactor.load()


@pytest.fixture(scope="module")
def detector() -> DangerDetector:
    return DangerDetector.load()


@pytest.fixture(scope="module")
def book() -> CodeBook:
    return CodeBook.load()


@FEW
@given(text=anything)
@example("\0" * 50)
@example("1" * 2_000)
@example("ring " * 400)
def test_identifiers_of_any_text_come_out_as_text_and_do_not_come_back(redactor: Redactor, text: str) -> None:
    once = redactor.redact(RawText(text))
    again = redactor.redact(RawText(once.text))
    assert isinstance(once.text, str)
    assert not {"cpr", "telefon", "email"} & set(again.removed)


@FEW
@given(
    before=around,
    after=around,
    number=st.from_regex(r"(0[1-9]|[12][0-8])(0[1-9]|1[0-2])[0-9]{2}-[0-9]{4}", fullmatch=True),
)
def test_a_cpr_number_never_passes_wherever_it_stands(redactor: Redactor, before: str, after: str, number: str) -> None:
    assert number not in redactor.redact(RawText(f"{before} {number} {after}")).text


@FEW
@given(text=anything)
def test_danger_is_looked_for_in_any_text(redactor: Redactor, detector: DangerDetector, text: str) -> None:
    detector.find(redactor.redact(RawText(text)).text)


@FEW
@given(typed=anything)
@example("1" * 18)
@example("-" * 500)
@example("½²³٤" * 5)
def test_a_code_is_read_or_refused_with_a_danish_line(book: CodeBook, typed: str) -> None:
    told = ""
    try:
        read = book.read(typed)
        assert book.read(book.words(read)) == book.read(book.digits(read)) == read
    except HandoffCodeUnreadable as refused:
        told = str(refused) or "\n"
    assert "\n" not in told


keys = st.sampled_from(["navn", "hvem", "om", "ejer", "trin", "siger", "vælger", "forvent", "skal_vise", "maerke", "x"])
values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.dates()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=4)),
    max_leaves=8,
)


def read_as_script(folder: Path, content: bytes) -> None:
    """Read a script; it is read, or refused with faults that have a place and words."""
    file = folder / "proeve.yml"
    file.write_bytes(content)
    assert all("proeve.yml:" in told for told in faults_of(file))


def faults_of(file: Path) -> list[str]:
    try:
        read_scripts([file], None)
    except ContentBroken as broken:
        return [str(fault) for fault in broken.faults] or ["refused without a word"]
    return []


@FEW
@given(content=values)
def test_a_script_of_any_shape_is_read_or_refused_line_by_line(tmp_path: Path, content: object) -> None:
    read_as_script(tmp_path, yaml.safe_dump(content, allow_unicode=True).encode())


@FEW
@given(content=st.one_of(st.binary(max_size=100), anything.map(lambda text: text.encode(errors="replace"))))
@example(b"navn: &a [*a]")
@example(b"navn: &a\n  x: *a\n")
@example(b"navn: " + b"{a: " * 3_000 + b"1" + b"}" * 3_000)
@example(b"navn: !!python/object/apply:os.system ['true']")
@example(b"? {}\n: 1")
@example(b"[" * 2000)
@example(b"2026-99-99")
def test_a_script_of_any_bytes_is_read_or_refused_line_by_line(tmp_path: Path, content: bytes) -> None:
    read_as_script(tmp_path, content)


@FEW
@given(data=st.data())
def test_a_real_script_with_a_slip_is_read_or_refused_line_by_line(tmp_path: Path, data: st.DataObject) -> None:
    real = (ROOT / "data/manuskripter/aabning_om_mig.yml").read_text(encoding="utf-8")
    at = data.draw(st.integers(0, len(real)))
    put = data.draw(st.text(max_size=3))
    cut = data.draw(st.integers(0, 5))
    read_as_script(tmp_path, (real[:at] + put + real[at + cut :]).encode(errors="replace"))
