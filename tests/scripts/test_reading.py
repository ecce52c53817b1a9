"""A script with a mistake is refused in one Danish line: file, line, what to write."""

from pathlib import Path

import pytest

from bot.knowledge.cards import Cards
from bot.knowledge.content import read_content
from bot.knowledge.sheets import ContentBroken
from bot.scripts.model import json_schema
from bot.scripts.reading import read_scripts, script_files, with_opening
from bot.settings import ROOT

HEAD = "navn: et\nhvem: voksen\nom: viser noget\n"
STEP = "- borger: hej\n  assistent: {slags: svar}\n"
WHOLE = f"{HEAD}trin:\n{STEP}"

BAD = {
    "unknown key": (f"{WHOLE}emne: x\n", 7, "emne kendes ikke; her kan stå navn, hvem"),
    "misspelt key": (f"{HEAD}trin:\n- borger: hej\n  assistent: {{vis: hej}}\n", 6, "vis kendes ikke; mente du viser?"),
    "misspelt key of a step": (f"{HEAD}trin:\n- borgr: hej\n", 5, "borgr kendes ikke; mente du borger?"),
    "broken YAML": (f"{HEAD}trin:\n- borger: [hej\n", 6, "kan ikke læses; se efter indrykning"),
    "tab": (f"{HEAD}trin:\n\t- borger: hej\n", 5, "kan ikke læses; se efter indrykning"),
    "empty": ("", 1, "er tom"),
    "a list": ("- hej\n", 1, "er tom eller ikke en fil med nøgler"),
    "key twice": (f"{HEAD}om: igen\ntrin:\n{STEP}", 4, "om står to gange; behold den ene"),
    "no name": (f"hvem: voksen\nom: x\ntrin:\n{STEP}", 1, "navn mangler; skriv det ind"),
    "name with a space": (WHOLE.replace("navn: et", "navn: Et to"), 1, "navn har ikke den rette form"),
    "unknown group": (WHOLE.replace("voksen", "kunde"), 2, "hvem kan kun være 'voksen', 'faa_minutter'"),
    "no steps": (f"{HEAD}trin: []\n", 4, "trin er tom; skriv mindst én"),
    "step without an answer": (f"{HEAD}trin:\n- borger: hej\n", 5, "trin.assistent mangler; skriv det ind"),
    "step that expects nothing": (f"{HEAD}trin:\n- borger: hej\n  assistent: {{}}\n", 6, "forventer ikke noget"),
    "expectation without words": (f"{HEAD}trin:\n- borger: hej\n  assistent: {{viser: }}\n", 6, "viser er tom"),
    "says nothing": (f'{HEAD}trin:\n- borger: ""\n  assistent: {{slags: svar}}\n', 5, "er tom; skriv noget"),
    "a bare no": (
        f"{HEAD}trin:\n- borger: no\n  assistent: {{slags: svar}}\n",
        5,
        "skal være tekst; sæt den i anførsel",
    ),
    "unknown kind": (f"{HEAD}trin:\n- borger: hej\n  assistent: {{slags: urgent}}\n", 6, "kan kun være 'akut', 'svar'"),
    "unknown card": (f"{HEAD}trin:\n- borger: hej\n  assistent: {{viser: {{kort: x}}}}\n", 6, "kortet x findes ikke"),
    "card without id": (f"{HEAD}trin:\n- borger: hej\n  assistent: {{viser: {{kort: }}}}\n", 6, "skal være tekst"),
    "one alternative": (f"{HEAD}trin:\n- borger: hej\n  assistent: {{viser: {{en_af: [a]}}}}\n", 6, "er tom; skriv"),
    "words as bubbles": (
        f"{HEAD}trin:\n- borger: hej\n  assistent: {{hoejst_bobler: to}}\n",
        6,
        "skal være et helt tal",
    ),
    "intet_gemt nej": (f"{HEAD}trin:\n- borger: hej\n  assistent: {{intet_gemt: nej}}\n", 6, "kan kun være 'ja'"),
    "goes on after the end": (
        f"{HEAD}trin:\n- borger: hej\n  assistent: {{intet_gemt: ja}}\n{STEP}",
        6,
        "intet_gemt afslutter samtalen; flyt det til sidste trin",
    ),
    "other wordings of a tap": (
        f"{HEAD}trin:\n- borger: [Ja]\n  samme_som: [jo]\n  assistent: {{slags: svar}}\n",
        5,
        "samme_som hører til noget, der skrives",
    ),
    "unknown opening": (f"begynder_med: ukendt\n{WHOLE}", 1, "manuskriptet ukendt findes ikke; ret navnet"),
    "begins with itself": (f"begynder_med: et\n{WHOLE}", 1, "begynder med sig selv"),
    "1,000 steps": (f"{HEAD}trin:\n{STEP * 1000}", 4, "har 1000 trin, højst 100; del det"),
    "1,000 wordings": (
        f"{HEAD}trin:\n- borger: hej\n  samme_som: [{', '.join(['hej'] * 1_000)}]\n  assistent: {{slags: svar}}\n",
        6,
        "samme_som er for lang; skriv højst 50",
    ),
    "phone with letters": (
        f"{HEAD}trin:\n- borger: hej\n  assistent: {{kan_ringe: en}}\n",
        6,
        "har ikke den rette form",
    ),
}


def written(folder: Path, *texts: str) -> list[Path]:
    files = []
    for number, text in enumerate(texts):
        files.append(folder / f"fil{number}.yml")
        files[-1].write_text(text, encoding="utf-8")
    return files


@pytest.mark.parametrize("case", BAD)
def test_a_mistake_is_told_in_one_line_with_file_line_and_mending(case: str, tmp_path: Path) -> None:
    text, line, told = BAD[case]
    with pytest.raises(ContentBroken) as broken:
        read_scripts(written(tmp_path, text), Cards())
    faults = [str(fault) for fault in broken.value.faults]
    assert len(faults) == 1, faults
    assert faults[0].startswith(f"{tmp_path.name}/fil0.yml:{line}: "), faults[0]
    assert told in faults[0], faults[0]


MEMORY = {
    "husker: er_ungg": "husker: er_ungg kendes ikke; mente du er_ung?",
    "glemt: [xyzzy]": "glemt: xyzzy kendes ikke; brug et navn under slots i domain.yml",
    "husker: {alt: ja}": "husker: alt kendes ikke",
    "husker: [{er_ung: ja}]": "husker har ikke den rette form",
    "husker: ": "husker",
}


@pytest.mark.parametrize("expects", MEMORY)
def test_what_nothing_is_remembered_by_is_told(expects: str, tmp_path: Path) -> None:
    text = f"{HEAD}trin:\n- borger: hej\n  assistent: {{{expects}}}\n"
    with pytest.raises(ContentBroken) as broken:
        read_scripts(written(tmp_path, text), Cards(), ["er_ung", "fortalt_hvem"])
    (fault,) = broken.value.faults
    assert fault.line == 6
    assert MEMORY[expects] in fault.text


def test_two_scripts_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentBroken, match=r"fil1\.yml:1: et: et andet manuskript hedder det samme \(.*fil0\.yml\)"):
        read_scripts(written(tmp_path, WHOLE, WHOLE), Cards())


def test_openings_that_go_round_in_a_ring_are_refused(tmp_path: Path) -> None:
    one = f"begynder_med: to\n{WHOLE}"
    other = f"begynder_med: et\n{WHOLE.replace('navn: et', 'navn: to')}"
    with pytest.raises(ContentBroken, match="begynder med sig selv"):
        read_scripts(written(tmp_path, one, other), Cards())


def test_a_file_that_is_not_there_or_not_text_is_told(tmp_path: Path) -> None:
    bytes_ = tmp_path / "bytes.yml"
    bytes_.write_bytes(b"navn: \xff\xfe\n")
    with pytest.raises(ContentBroken) as broken:
        read_scripts([tmp_path / "ikke_der.yml", bytes_], Cards())
    assert {Path(fault.file).name for fault in broken.value.faults} == {"bytes.yml", "ikke_der.yml"}


def test_every_fault_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ContentBroken) as broken:
        read_scripts(written(tmp_path, BAD["tab"][0], BAD["no name"][0], BAD["unknown card"][0]), Cards())
    assert len(broken.value.faults) == 3


def test_a_number_or_a_single_word_needs_no_list_and_no_quotation_marks(tmp_path: Path) -> None:
    text = f"{HEAD}trin:\n- borger: hej\n  assistent: {{viser: 112, kan_ringe: [112, 116 111], slags: akut}}\n"
    (read,) = read_scripts(written(tmp_path, text), Cards())
    expected = read.script.trin[0].assistent
    assert (expected.viser, expected.kan_ringe, expected.slags) == (["112"], ["112", "116 111"], ["akut"])


def test_an_opening_s_steps_come_first(tmp_path: Path) -> None:
    second = f"begynder_med: et\n{WHOLE.replace('navn: et', 'navn: to').replace('borger: hej', 'borger: hvad så')}"
    found = read_scripts(written(tmp_path, WHOLE, second), Cards())
    by_name = {each.script.navn: each.script for each in found}
    assert [step.borger for step in with_opening(by_name["to"], by_name)] == ["hej", "hvad så"]


def test_the_published_schema_is_that_of_the_models() -> None:
    published = (ROOT / "data" / "manuskripter" / "skema.json").read_text(encoding="utf-8")
    assert published == json_schema(), "`.venv/bin/bot script schema > data/manuskripter/skema.json` makes it anew"


def test_every_file_names_the_schema_for_editors() -> None:
    for file in script_files(ROOT):
        assert file.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=skema.json\n"), file.name


def test_what_can_be_remembered_is_what_the_domain_names(tmp_path: Path) -> None:
    text = f"{HEAD}trin:\n- borger: hej\n  assistent: {{husker: er_ung, glemt: alt}}\n"
    assert read_scripts(written(tmp_path, text), Cards(), read_content(ROOT).remembered)
