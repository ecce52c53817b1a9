"""What must never be (design: architecture, "Never")."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.settings import ROOT, Settings
from bot.supervisor import parts_of

PURE = ("text", "reflection", "knowledge", "handoff")
MODULES = sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "actions").rglob("*.py")])


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def imported_by(package: str) -> set[str]:
    return {name for path in MODULES if path.is_relative_to(ROOT / "bot" / package) for name in imports(path)}


@pytest.mark.parametrize("package", PURE)
def test_pure_packages_import_neither_rasa_nor_sanic_nor_each_other(package: str) -> None:
    forbidden = ("rasa", "rasa_sdk", "sanic", "bot.engine", "bot.web", "bot.staff", "actions")
    others = tuple(f"bot.{other}" for other in PURE if other != package)
    names = imported_by(package)
    assert not [name for name in names for never in forbidden if name == never or name.startswith(never + ".")]
    inside = [name for name in names for other in others if name.startswith(other + ".") and name.count(".") > 2]
    assert not inside, "a pure package may use another by its front door only"


def test_only_the_engine_imports_rasa() -> None:
    users = {
        path.relative_to(ROOT).as_posix()
        for path in MODULES
        if any(name == "rasa" or name.startswith("rasa.") for name in imports(path))
    }
    assert users
    assert all(user.startswith("bot/engine/") for user in users)


def test_web_and_staff_never_import_each_other() -> None:
    assert not [name for name in imported_by("web") if name.startswith("bot.staff")]
    assert not [name for name in imported_by("staff") if name.startswith("bot.web")]


def test_what_both_share_knows_neither() -> None:
    assert imported_by("http")
    assert not [name for name in imported_by("http") if name.startswith(("bot.web", "bot.staff"))]


def test_each_process_loads_nothing_of_the_other(tmp_path: Path) -> None:
    for ours, theirs in (("web", "bot.staff"), ("staff", "bot.web")):
        watch = f"import sys, bot.{ours}.app; print([name for name in sys.modules if name.startswith({theirs!r})])"
        done = subprocess.run([sys.executable, "-c", watch], cwd=ROOT, capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "[]"


def test_no_part_but_the_staff_process_is_given_what_signs_staff_in(tmp_path: Path) -> None:
    secret = "a-secret-of-the-municipality"
    settings = Settings(staff_oidc_client_secret=SecretStr(secret))
    holders = [part.name for part in parts_of(settings, tmp_path, None, {}) if secret in part.environment.values()]
    assert holders == ["staff"]


def test_the_process_that_faces_the_public_never_holds_what_opens_a_handed_over_record() -> None:
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in MODULES
        if path.is_relative_to(ROOT / "bot" / "web")
    ]
    watch = (
        "import sys, importlib\n"
        f"for module in {modules!r}: importlib.import_module(module)\n"
        "print([name for name in sys.modules if name.startswith('bot.handoff')])\n"
    )
    done = subprocess.run([sys.executable, "-c", watch], cwd=ROOT, capture_output=True, text=True, check=True)
    assert modules
    assert done.stdout.strip() == "[]"


def test_the_action_server_makes_codes_and_the_staff_process_opens_them_and_neither_does_both() -> None:
    actions = {name for path in MODULES if path.is_relative_to(ROOT / "actions") for name in imports(path)}
    assert "bot.handoff.service.HandoffDesk" not in actions
    assert "bot.handoff.service.HandoffMaker" not in imported_by("staff")


def test_nothing_does_work_at_import() -> None:
    """Importing every module opens no file of ours, no socket and starts no process."""
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in MODULES
        if not path.is_relative_to(ROOT / "bot" / "engine") and path.name != "__main__.py"
    ]
    watch = (
        "import sys, importlib\n"
        f"modules = {modules!r}\n"
        "import rasa_sdk.endpoint, spacy, sanic, phonenumbers, stdnum.dk.cpr, pydantic_settings, jinja2, httpx, click\n"
        f"data = {str(ROOT / 'data')!r}\n"
        "def hook(event, args):\n"
        "    worked = event in ('socket.bind', 'socket.connect', 'subprocess.Popen') or (\n"
        "        event == 'open' and isinstance(args[0], str) and args[0].startswith(data))\n"
        "    if worked: raise SystemExit(f'work at import: {event} {args[:1]}')\n"
        "sys.addaudithook(hook)\n"
        "for module in modules: importlib.import_module(module)\n"
    )
    done = subprocess.run([sys.executable, "-c", watch], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_engine_s_code_runs_on_python_3_10() -> None:
    engine = [path for path in MODULES if path.is_relative_to(ROOT / "bot" / "engine")]
    shared = [
        ROOT / "bot" / "quiet.py",
        ROOT / "bot" / "text" / "spelling.py",
        ROOT / "bot" / "text" / "placeholders.py",
        ROOT / "bot" / "text" / "roles.py",
        ROOT / "bot" / "text" / "professions.py",
        ROOT / "bot" / "hardening.py",
        ROOT / "bot" / "models.py",
        ROOT / "bot" / "knowledge" / "topics.py",
        ROOT / "bot" / "knowledge" / "wordings.py",
    ]
    for path in [*engine, *shared]:
        ast.parse(path.read_text(), feature_version=(3, 10))


def test_no_lock_file_names_an_index() -> None:
    for lock in (ROOT / "requirements").iterdir():
        assert "http://" not in lock.read_text()
        assert "https://" not in lock.read_text()
        assert "--index" not in lock.read_text()


def test_the_engine_has_neither_tensorflow_nor_spacy() -> None:
    lock = (ROOT / "requirements" / "engine.txt").read_text()
    assert "\ntensorflow" not in lock
    assert "\nspacy" not in lock
    assert "\nkeras" not in lock
