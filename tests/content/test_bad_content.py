"""An editor's mistake is told in one Danish line with the right file and line, and nothing else is told with it."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.checking.run import check
from bot.cli import main
from bot.settings import ROOT

TODAY = date(2026, 11, 23)

CARD = """kort:
- id: proeve
  slags: forklaring
  tekst: "Du kan få hjælp."
  mere: "Du må gerne spørge igen."
  generelt: "Du kan få hjælp."
  kilder:
  - {titel: "En side", adresse: "https://example.dk/side"}
  fakta: [V-01]
  kontrolleret: 2026-11-22
  godkendt_af: ""
  godkendt_den:
  gennemses_senest: 2027-05-22
  emner: [pris]
"""
ANSWER = """version: "3.1"

responses:

  utter_proeve:
  - text: |-
      Det er fint, at du spørger.

      Du kan få råd.
    buttons:
    - title: "Koster det noget?"
      payload: /pris
    custom:
      links:
      - {title: "Ring 1888", href: "tel:1888"}
"""
MUNICIPALITY = """slug: proeve
navn: "Prøve Kommune"
telefon: ""
aabningstid:
  mandag: "9-15"
  torsdag: "9-12, 13-17.30"
side: ""
uden_for_tid: ""
kontrolleret: 2026-11-22
godkendt_af: ""
godkendt_den:
gennemses_senest: 2027-05-22
"""
GOOD = {"kort": CARD, "svar": ANSWER, "kommuner": MUNICIPALITY}
FILE = "zz_proeve.yml"  # read last
KEY = "hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo="  # RFC 7748, 6.1: Alice's


def receiver(**keys: str) -> str:
    """A receiver of a municipality, with these keys besides."""
    lines = [f'  {name}: "{value}"' for name, value in keys.items()]
    return "\n".join(["modtagere:", "- id: raad", '  navn: "Rådgivning"', *lines])


# kind of file, what is replaced, by what, the line, what the editor reads
Case = tuple[str, str, str, int, str]
BAD: dict[str, Case] = {
    # cards
    "unknown key": ("kort", '  mere: "', '  meree: "', 5, "meree kendes ikke; ret stavningen"),
    "key twice": ("kort", "  emner:", '  mere: "To."\n  emner:', 14, "mere står to gange"),
    "broken YAML": ("kort", 'tekst: "Du kan få hjælp."', 'tekst: "Du kan få hjælp.', 5, "se efter indrykning"),
    "tab": ("kort", "  slags:", "\tslags:", 3, "se efter indrykning"),
    "no list": ("kort", "kort:\n", "kortene:\n", 1, "kortene skal stå i en liste under `kort:`"),
    "wrong date": ("kort", "2026-11-22", "22/11/2026", 10, "kontrolleret er ikke en dato; skriv den som 2026-11-22"),
    "date in no calendar": ("kort", "2027-05-22", "2027-02-30", 13, "datoen findes ikke; skriv den som 2026-11-22"),
    "no source": ("kort", '\n  - {titel: "En side", adresse: "https://example.dk/side"}', " []", 7, "kilder er tom"),
    "source left out": (
        "kort",
        '  kilder:\n  - {titel: "En side", adresse: "https://example.dk/side"}\n',
        "",
        2,
        "kilder mangler; skriv det ind",
    ),
    "source without address": ("kort", ', adresse: "https://example.dk/side"', "", 8, "enten adresse eller dokument"),
    "source with a wrong address": ("kort", "https://example", "example", 8, "skriv den som https://"),
    "id of another card": ("kort", "id: proeve", "id: telefon_112", 2, "samme id (kort/telefoner.yml)"),
    "id with capitals": ("kort", "id: proeve", "id: Proeve kort", 2, "skriv den som krisecenter_hvem"),
    "unknown kind": ("kort", "forklaring", "historie", 3, "slags kan kun være 'ret', 'tal'"),
    "digits in an explanation": ("kort", "få hjælp.", "få 3 timer.", 4, "“3” må ikke stå på et kort"),
    "law in an explanation": ("kort", "gerne spørge", "det ifølge loven", 5, "“ifølge loven” må ikke stå på et kort"),
    "figure in the general line": (
        "kort",
        'generelt: "Du kan',
        'generelt: "I 2024 kan du',
        6,
        "generelt: “2024” kræver et godkendt kort",
    ),
    "telephone that is none of the six": ("kort", "få hjælp.", "ringe 12 34 56 78.", 4, "“12 34 56 78” må ikke stå"),
    "dead number": ("kort", "få hjælp.", "ringe 70 20 30 82.", 4, "nummeret 70203082 er dødt"),
    "dead number with +45": ("kort", "få hjælp.", "ringe +45 70203082.", 4, "nummeret 70203082 er dødt"),
    "dead number with hyphens": ("kort", "få hjælp.", "ringe 70-20-30-82.", 4, "nummeret 70203082 er dødt"),
    "word not used on a card": ("kort", "få hjælp.", "få hjælp som offer.", 4, "“offer” siger vi ikke"),
    "card in a card": ("kort", "få hjælp.", "få [[pris]].", 4, "et kort kan ikke vise et andet kort"),
    "checked in the future": ("kort", "2026-11-22", "2026-12-22", 10, "kontrolleret ligger i fremtiden"),
    "half an approval": ("kort", 'godkendt_af: ""', 'godkendt_af: "A"', 11, "udfyld begge"),
    "approved in the future": (
        "kort",
        'godkendt_af: ""\n  godkendt_den:',
        'godkendt_af: "A"\n  godkendt_den: 2026-12-01',
        12,
        "godkendt_den ligger i fremtiden",
    ),
    "review before check": ("kort", "2027-05-22", "2026-11-21", 13, "gennemses_senest skal ligge efter kontrolleret"),
    "unknown topic": ("kort", "emner: [pris]", "emner: [prisen]", 14, "emnet prisen findes ikke"),
    "longer text too hard": (
        "kort",
        "Du må gerne spørge igen.",
        "Kommunalbestyrelsen tilrettelægger rådgivningstilbuddene helhedsorienteret.",
        5,
        "mere: har LIX",
    ),
    # answers
    "unknown key in an answer": ("svar", "    buttons:", "    knapper:", 10, "knapper kendes ikke; ret stavningen"),
    "misspelt key of a button": ("svar", "payload:", "payloud:", 12, "buttons.payloud kendes ikke"),
    "unknown key in custom": ("svar", "      links:", "      link:", 14, "custom.link kendes ikke"),
    "empty answer": ("svar", "Det er fint, at du spørger.\n\n      Du kan få råd.", "", 6, "text er tom"),
    "name of another answer": ("svar", "utter_proeve:", "utter_pris:", 5, "utter_pris står også i svar/tilbud.yml"),
    "name twice in a file": (
        "svar",
        "  utter_proeve:",
        '  utter_proeve:\n  - text: "Ja."\n  utter_proeve:',
        7,
        "utter_proeve står to gange",
    ),
    "claim outside cards": ("svar", "få råd.", "få 10 timer.", 6, "“10” kræver et kort"),
    "law outside cards": ("svar", "få råd.", "har ret til råd.", 6, "“har ret til” kræver et kort"),
    "telephone outside cards": ("svar", "få råd.", "ringe 12 34 56 78.", 6, "nummeret 12345678 er ikke et af de seks"),
    "dead number outside cards": ("svar", "få råd.", "ringe 70 20 30 82.", 6, "70203082 er ikke et af de seks"),
    "telephone on a button": ("svar", "Koster det noget?", "Ring 33 33 00 47", 6, "33330047 er ikke et af de seks"),
    "telephone in a link": ("svar", "tel:1888", "tel:33330047", 6, "33330047 er ikke et af de seks"),
    "link to nowhere": ("svar", "tel:1888", "1888", 15, "href har ikke den rette form; skriv den som tel:1888"),
    "too hard": (
        "svar",
        "Det er fint, at du spørger.",
        "Kommunalbestyrelsens rådgivningstilbud tilrettelægges individuelt efter samtale.",
        6,
        "har LIX",
    ),
    "four bubbles": (
        "svar",
        "Du kan få råd.",
        "Ja.\n\n      Du kan få råd.\n\n      Sig til.",
        6,
        "har 4 bobler; højst 3",
    ),
    "61 words": ("svar", "Du kan få råd.", "Du kan få det. " * 15 + "Ja.", 6, "boble 2 har 61 ord; højst 60"),
    "word not used": ("svar", "få råd.", "gå fra en voldsmand.", 6, "“voldsmand” siger vi ikke"),
    "word not used on a button": ("svar", "Koster det noget?", "Er du sikker?", 6, "“Er du sikker” siger vi ikke"),
    "unknown card": ("svar", "få råd.", "få råd. [[ukendt]]", 6, "kortet [[ukendt]] findes ikke"),
    "unclosed placeholder": ("svar", "få råd.", "få råd. [[pris_kort", 6, "en pladsholder er ikke lukket"),
    "card on a button": ("svar", "Koster det noget?", "[[telefon_112]]", 10, "kort kan kun stå i teksten"),
    "button to an unknown wish": ("svar", "/pris", "/prisen", 11, "peger på prisen, som ikke findes"),
    "button without a slash": ("svar", "/pris", "pris", 12, "payload har ikke den rette form"),
    "title too long": ("svar", "Koster det noget?", "Koster det noget at være med i den gruppe?", 11, "over 40 tegn"),
    "no way on": (
        "svar",
        '    buttons:\n    - title: "Koster det noget?"\n      payload: /pris\n    custom:\n      links:\n'
        '      - {title: "Ring 1888", href: "tel:1888"}\n',
        "",
        6,
        "har ingen vej videre",
    ),
    "yes that leads nowhere": ("svar", "      links:", "      ja: /prisen\n      links:", 13, "ja fører til /prisen"),
    # municipalities
    "hours that end first": ("kommuner", '"9-15"', '"15-9"', 5, "aabningstid.mandag har ikke den rette form"),
    "hours that overlap": ("kommuner", "13-17.30", "11-17.30", 6, "med det tidligste først"),
    "no such hour": ("kommuner", '"9-15"', '"9-25"', 5, "skriv den som 9-12, 13-15.30"),
    "no such day": ("kommuner", "mandag", "mandg", 5, "aabningstid.mandg kan kun være 'mandag'"),
    "slug with a capital": ("kommuner", "slug: proeve", "slug: Prøve", 1, "slug har ikke den rette form"),
    "slug of another": ("kommuner", "slug: proeve", "slug: demo", 1, "kommuner/demo.yml har det også"),
    "telephone without spaces": ("kommuner", 'telefon: ""', 'telefon: "12345678"', 3, "skriv den som 12 34 56 78"),
    "telephone as a number": ("kommuner", 'telefon: ""', "telefon: 12345678", 3, "sæt den i anførselstegn"),
    "dead telephone": ("kommuner", 'telefon: ""', 'telefon: "70 20 30 82"', 3, "70203082 er dødt eller forkert"),
    "dead telephone out of hours": (
        "kommuner",
        'uden_for_tid: ""',
        'uden_for_tid: "Ring 33 11 60 67."',
        8,
        "33116067 er dødt eller forkert",
    ),
    "page without https": ("kommuner", 'side: ""', 'side: "www.proeve.dk"', 7, "side har ikke den rette form"),
    "unknown key of a municipality": ("kommuner", "side:", "hjemmeside:", 7, "hjemmeside kendes ikke"),
    "receiver with an address and no key": (
        "kommuner",
        'uden_for_tid: ""',
        receiver(webhook="https://koder.proeve.dk/ind"),
        11,
        "webhook kræver også noegle",
    ),
    "receiver with a key and no address": (
        "kommuner",
        'uden_for_tid: ""',
        receiver(noegle=KEY),
        11,
        "kræver også webhook",
    ),
    "receiver's address without https": (
        "kommuner",
        'uden_for_tid: ""',
        receiver(webhook="http://koder.proeve.dk/ind", noegle=KEY),
        11,
        "modtagere.webhook har ikke den rette form; skriv den som https://",
    ),
    "receiver's key cut short": (
        "kommuner",
        'uden_for_tid: ""',
        receiver(webhook="https://koder.proeve.dk/ind", noegle=KEY[4:]),
        12,
        "modtagere.noegle har ikke den rette form; skriv den som 32 byte",
    ),
    "receiver's key that keeps no secret": (
        "kommuner",
        'uden_for_tid: ""',
        receiver(webhook="https://koder.proeve.dk/ind", noegle="A" * 43 + "="),
        12,
        "modtagere.noegle har ikke den rette form",
    ),
    "municipality checked in the future": ("kommuner", "2026-11-22", "2026-12-22", 9, "ligger i fremtiden"),
}


def draft(folder: Path, kind: str, text: str) -> Path:
    (folder / kind).mkdir(parents=True)
    (folder / kind / FILE).write_text(text)
    return folder


def told(folder: Path) -> list[str]:
    return [str(fault) for fault in check(ROOT, TODAY, folder)]


def spoilt(kind: str, old: str, new: str) -> str:
    good = GOOD[kind]
    assert old in good
    return good.replace(old, new, 1)


@pytest.mark.parametrize("kind", GOOD)
def test_the_good_files_that_are_spoilt_below_have_no_fault(kind: str, tmp_path: Path) -> None:
    assert told(draft(tmp_path, kind, GOOD[kind])) == []


@pytest.mark.parametrize("case", BAD.values(), ids=BAD)
def test_one_line_says_where_what_and_how_to_mend_it(case: Case, tmp_path: Path) -> None:
    kind, old, new, line, text = case
    (only,) = told(draft(tmp_path, kind, spoilt(kind, old, new)))
    assert only.startswith(f"{kind}/{FILE}:{line}: "), only
    assert text in only


def test_a_name_that_stands_in_two_files_of_the_same_name_is_seen(tmp_path: Path) -> None:
    (tmp_path / "tekster").mkdir()
    (tmp_path / "tekster" / "tilbud.yml").write_text(ANSWER.replace("responses", "svar").replace("_proeve", "_pris"))
    assert told(tmp_path) == ["tekster/tilbud.yml:5: utter_pris står også i svar/tilbud.yml; behold det ene sted"]


def test_an_answer_that_says_what_another_says_is_told_once(tmp_path: Path) -> None:
    again = ANSWER.removeprefix('version: "3.1"\n\nresponses:\n').replace("utter_proeve", "utter_igen")
    (only,) = told(draft(tmp_path, "svar", ANSWER + again))
    assert only == f"svar/{FILE}:18: utter_igen: siger det samme som utter_proeve; skriv det ene om"


def test_a_file_that_is_not_utf_8_is_said_to_be_so(tmp_path: Path) -> None:
    folder = draft(tmp_path, "kort", "")
    (folder / "kort" / FILE).write_bytes(CARD.encode("latin-1"))
    assert told(folder) == [f"kort/{FILE}:1: kan ikke læses; gem filen som UTF-8"]


def test_a_sign_that_no_file_may_hold_is_told(tmp_path: Path) -> None:
    (only,) = told(draft(tmp_path, "kort", CARD.replace("hjælp", "hj\x07lp")))
    assert only.startswith(f"kort/{FILE}:1: kan ikke læses")


def test_a_wish_without_an_answer_is_told_at_its_line_in_the_domain(tmp_path: Path) -> None:
    (tmp_path / "svar").mkdir()
    offers = (ROOT / "data" / "svar" / "tilbud.yml").read_text()
    (tmp_path / "svar" / "tilbud.yml").write_text(offers.replace("utter_pris:", "utter_prisen:"))
    line = (ROOT / "domain.yml").read_text().splitlines().index("- pris") + 1
    assert told(tmp_path) == [f"domain.yml:{line}: pris har intet svar; skriv utter_pris i data/svar"]


def test_an_unreadable_file_of_the_project_s_own_is_the_only_thing_told(tmp_path: Path) -> None:
    (tmp_path / "kort").mkdir()
    (tmp_path / "kort" / "telefoner.yml").write_text('kort:\n- id: "x\n')
    (tmp_path / "svar").mkdir()
    (tmp_path / "svar" / "tilbud.yml").write_text("responses: [\n")
    assert [each.split(":")[0] for each in told(tmp_path)] == ["kort/telefoner.yml", "svar/tilbud.yml"]


@pytest.mark.parametrize(
    ("name", "spoil", "text"),
    [
        ("sprogregler.yml", lambda text: text.replace("siges_ikke", "siges_aldrig"), "siges_aldrig kendes ikke"),
        ("sprogregler.yml", lambda text: text.replace("'voldsmand'", "'voldsmand('"), "mønstret voldsmand( kan ikke"),
        ("emner.yml", lambda text: text + 'hilsen: "\n', "kan ikke læses"),
    ],
)
def test_rules_and_titles_that_cannot_be_read_are_told(
    name: str, spoil: Callable[[str], str], text: str, tmp_path: Path
) -> None:
    (tmp_path / "domain.yml").symlink_to(ROOT / "domain.yml")
    (tmp_path / "data").mkdir()
    for folder in (ROOT / "data").iterdir():
        if folder.name != "viden":
            (tmp_path / "data" / folder.name).symlink_to(folder)
    viden = tmp_path / "data" / "viden"
    viden.mkdir()
    for file in (ROOT / "data" / "viden").iterdir():
        (viden / file.name).symlink_to(file)
    (viden / name).unlink()
    (viden / name).write_text(spoil((ROOT / "data" / "viden" / name).read_text()))
    (only,) = [str(fault) for fault in check(tmp_path, TODAY)]
    assert only.startswith(f"viden/{name}:")
    assert text in only


@pytest.mark.parametrize(("kind", "line"), [("kort", 13), ("kommuner", 12)])
def test_what_is_overdue_is_a_warning(kind: str, line: int, tmp_path: Path) -> None:
    overdue = GOOD[kind].replace("2026-11-22", "2025-11-22").replace("2027-05-22", "2026-11-22")
    (only,) = told(draft(tmp_path, kind, overdue))
    assert only.startswith(f"{kind}/{FILE}:{line}: (advarsel) proeve: skulle være set igennem den 2026-11-22")


def run_check(*arguments: str) -> tuple[int, str]:
    found = CliRunner().invoke(main, ["check", *arguments])
    return found.exit_code, found.stdout


def test_the_command_prints_the_line_and_ends_with_1(tmp_path: Path) -> None:
    code, printed = run_check("--content", str(draft(tmp_path, "kort", CARD.replace("[pris]", "[prisen]"))))
    assert code == 1
    assert f"kort/{FILE}:14: proeve: emnet prisen findes ikke; ret det\n" in printed


def test_a_warning_is_a_fault_only_when_asked_for(tmp_path: Path) -> None:
    overdue = re.sub(r"2026-11-22", "2020-01-01", re.sub(r"2027-05-22", "2020-05-22", CARD))
    draft(tmp_path, "kort", overdue)
    code, printed = run_check("--content", str(tmp_path))
    assert "(advarsel)" in printed
    assert code == 0
    assert run_check("--content", str(tmp_path), "--strengt")[0] == 1
