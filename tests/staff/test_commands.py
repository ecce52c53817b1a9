"""`bot staff …`: sign-ins of one machine."""

import os
import pty
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import ROOT
from tests.commands.test_commands import bot
from tests.conftest import PASSWORD


def staff(folder: Path, *arguments: str, line: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return bot("staff", *arguments, lines=line, FOERSTEKONTAKT_STATE_FOLDER=str(folder / "state"), **environment)


def test_sign_ins_are_made_listed_changed_and_removed(tmp_path: Path) -> None:
    assert staff(tmp_path, "add", "Inger", "--rolle", "indloes:demo", line=PASSWORD).returncode == 0
    added = staff(tmp_path, "add", "bo", "--rolle", "indhold", "--rolle", "manuskripter", line=f"{PASSWORD}\n")
    assert added.returncode == 0
    assert staff(tmp_path, "list").stdout == "bo\tindhold manuskripter\ninger\tindloes:demo\n"
    assert staff(tmp_path, "password", "inger", line="hegn måge tærte opskrift").returncode == 0
    assert staff(tmp_path, "remove", "INGER").returncode == 0
    assert staff(tmp_path, "list").stdout == "bo\tindhold manuskripter\n"


def test_the_file_is_for_its_owner_alone_and_holds_no_password(tmp_path: Path) -> None:
    staff(tmp_path, "add", "inger", "--rolle", "indloes:demo", line=PASSWORD)
    folder = tmp_path / "state"
    for file in folder.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert b"traktor" not in file.read_bytes()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert sqlite3.connect(folder / "personale.db").execute("PRAGMA journal_mode").fetchone() == ("wal",)
    staff(tmp_path, "remove", "inger")
    assert b"inger" not in (folder / "personale.db").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "line", "says"),
    [
        (("add", "inger", "--rolle", "indloes:demo"), "kort", "12 to 200 characters"),
        (("add", "inger", "--rolle", "indloes:demo"), "", "12 to 200 characters"),
        (("add", "inger", "--rolle", "indloes:demo"), "Sommer2026Odense", "easily guessed"),
        (("add", "a", "--rolle", "indloes:demo"), PASSWORD, "2 to 64"),
        (("add", "'; DROP TABLE", "--rolle", "indloes:demo"), PASSWORD, "2 to 64"),
        (("remove", "nobody"), "", "no sign-in of this name"),
        (("password", "nobody"), PASSWORD, "no sign-in of this name"),
    ],
)
def test_what_cannot_be_done_is_one_line(tmp_path: Path, arguments: tuple[str, ...], line: str, says: str) -> None:
    refused = staff(tmp_path, *arguments, line=line)
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert says in refused.stderr
    assert not line or line not in refused.stderr


def test_a_name_is_given_once(tmp_path: Path) -> None:
    staff(tmp_path, "add", "inger", "--rolle", "indloes:demo", line=PASSWORD)
    assert "is a sign-in of this name" in staff(tmp_path, "add", "INGER", "--rolle", "indhold", line=PASSWORD).stderr


@pytest.mark.parametrize(
    ("role", "says"),
    [("indloes", "whose codes"), ("indloes:atlantis", "no file in data/kommuner"), ("indhold:demo", "no municipality")],
)
def test_who_opens_codes_opens_those_of_a_receiver_of_ours(tmp_path: Path, role: str, says: str) -> None:
    refused = staff(tmp_path, "add", "inger", "--rolle", role, line=PASSWORD)
    assert refused.returncode == 2
    assert says in refused.stderr
    assert staff(tmp_path, "list").stdout == ""


def test_a_role_is_one_of_three(tmp_path: Path) -> None:
    assert staff(tmp_path, "add", "inger", "--rolle", "chef", line=PASSWORD).returncode == 2
    assert staff(tmp_path, "add", "inger", line=PASSWORD).returncode == 2


def test_at_a_terminal_the_password_is_asked_for_twice_and_not_shown(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "staff", "add", "inger", "--rolle", "indloes:demo"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=ROOT,
        env=os.environ | {"FOERSTEKONTAKT_STATE_FOLDER": str(tmp_path / "state")},
        start_new_session=True,
    )
    os.close(theirs)
    shown = b""
    for _ in range(2):
        while not shown.rstrip().endswith(b":") or shown.count(b":") < _ + 1:
            shown += os.read(ours, 1024)
        os.write(ours, f"{PASSWORD}\n".encode())
        shown += os.read(ours, 1024)
    assert process.wait(30) == 0, shown
    assert b"traktor" not in shown
    assert staff(tmp_path, "list").stdout == "inger\tindloes:demo\n"


def test_a_file_that_others_may_read_refuses_to_start(tmp_path: Path) -> None:
    staff(tmp_path, "add", "inger", "--rolle", "indloes:demo", line=PASSWORD)
    (tmp_path / "state" / "personale.db").chmod(0o644)
    refused = staff(tmp_path, "list")
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert "chmod 600" in refused.stderr
    served = bot(
        *("run", "--only", "staff"),
        FOERSTEKONTAKT_STATE_FOLDER=str(tmp_path / "state"),
        FOERSTEKONTAKT_ENGINE_SECRET="a secret of the tests, long enough",
    )
    assert served.returncode == os.EX_CONFIG
    assert "FOERSTEKONTAKT_STAFF_ACCOUNTS" in served.stderr
    assert "Traceback" not in served.stderr


def test_another_program_s_file_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE theirs (a)")
    path.chmod(0o600)
    before = path.read_bytes()
    refused = staff(tmp_path, "list", FOERSTEKONTAKT_STAFF_ACCOUNTS=str(path))
    assert "another program" in refused.stderr
    path.write_text(
        "no database at all, just a text that is long enough to be looked at as one, if anybody tried " * 20
    )
    assert staff(tmp_path, "list", FOERSTEKONTAKT_STAFF_ACCOUNTS=str(path)).stderr.count("\n") == 1
    assert before


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("STAFF_URL", {"STAFF_HOST": "0.0.0.0"}),
        ("STAFF_URL", {"STAFF_URL": "http://personale.example.dk"}),
        ("STAFF_URL", {"STAFF_URL": "http://127.0.0.1:8081", "STAFF_HOST": "0.0.0.0"}),
        ("STAFF_URL", {"STAFF_URL": "https://personale.example.dk/sti"}),
        ("STAFF_OIDC_ISSUER", {"STAFF_OIDC_ISSUER": "http://log-ind.example.dk"}),
        ("STAFF_OIDC_CLIENT_ID", {"STAFF_OIDC_ISSUER": "https://log-ind.example.dk"}),
        (
            "STAFF_OIDC_CLIENT_SECRET",
            {"STAFF_OIDC_ISSUER": "https://log-ind.example.dk", "STAFF_OIDC_CLIENT_ID": "f"},
        ),
        (
            "STAFF_OIDC_ROLES",
            {
                "STAFF_OIDC_ISSUER": "https://log-ind.example.dk",
                "STAFF_OIDC_CLIENT_ID": "f",
                "STAFF_OIDC_CLIENT_SECRET": "kvadderhale",
                "STAFF_OIDC_ROLES": '{"alle": "chef"}',
            },
        ),
        (
            "STAFF_OIDC_ROLES",
            {
                "STAFF_OIDC_ISSUER": "https://log-ind.example.dk",
                "STAFF_OIDC_CLIENT_ID": "f",
                "STAFF_OIDC_CLIENT_SECRET": "kvadderhale",
                "STAFF_OIDC_ROLES": '{"alle": "indloes"}',
            },
        ),
    ],
)
def test_settings_that_do_not_fit_together_refuse_to_start(name: str, settings: dict[str, str]) -> None:
    refused = bot("run", **{f"FOERSTEKONTAKT_{key}": value for key, value in settings.items()})
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert f"FOERSTEKONTAKT_{name}:" in refused.stderr
    assert "kvadderhale" not in refused.stderr
