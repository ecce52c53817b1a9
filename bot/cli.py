"""The commands of Førstekontakt: `bot --help`."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import click

from bot import quiet
from bot.hardening import keep_memory_private, stand_behind_help
from bot.settings import ROOT, Settings, WrongSetting, read_settings
from bot.staff.configuration import configure
from bot.staff.roles import HOTLINE, Grant, WrongGrant
from bot.version import VERSION

CANNOT_DO = 1
WRONG_USE = 2
SHORTEST_SECRET = 32
EPOCHS = 2  # of the benchmark's other assistant: a hundred take hours, and answer no faster


class Refused(click.ClickException):
    """One clear line for what is wrong, and no traceback."""

    exit_code = WRONG_USE

    def show(self, file: Any = None) -> None:
        """Write the line to standard error."""
        click.echo(f"bot: {self.message}", err=True, file=file)


@contextmanager
def _refusing_wrong_settings() -> Iterator[None]:
    try:
        yield
    except WrongSetting as wrong:
        raise Refused(str(wrong)) from None


def _with_settings(command: Callable[..., None]) -> Callable[..., None]:
    """Give the command the settings first, or refuse with the line that says which is wrong."""

    @wraps(command)
    def wrapped(**options: Any) -> None:
        with _refusing_wrong_settings():
            settings = read_settings()
        command(settings, **options)

    return wrapped


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION)
def main() -> None:
    """Førstekontakt: anonymous first contact about violence in close relationships."""
    quiet.set_up()


@main.command()
@click.option("--port", type=click.IntRange(0, 65535), help="The public port; 0 takes any that is free.")
@click.option("--staff-port", type=click.IntRange(0, 65535), help="The staff page's port; 0 takes any that is free.")
@click.option("--host", help="The address the public page listens on.")
@click.option(
    "--only", type=click.Choice(["web", "staff", "actions", "engine"]), help="Start one part, for a process manager."
)
@_with_settings
def run(settings: Settings, port: int | None, staff_port: int | None, host: str | None, only: str | None) -> None:
    """Start everything, and keep it running until Ctrl-C."""
    chosen = {
        name: value
        for name, value in {"port": port, "staff_port": staff_port, "host": host}.items()
        if value is not None
    }
    settings = settings.model_copy(update=chosen)
    if only in (None, "staff"):
        with _refusing_wrong_settings():
            configure(settings)
    if only:
        _run_part(settings, only)
    else:
        from bot.supervisor import PartRefused, is_taken, supervise

        for address, number, option in (
            (settings.host, settings.port, "--port"),
            (settings.staff_host, settings.staff_port, "--staff-port"),
        ):
            if number and is_taken(address, number):
                raise Refused(f"{address}:{number} cannot be listened on; choose another with {option}")
        try:
            supervise(settings, _model(settings), os.environ, lambda line: click.echo(line, err=False))
        except* PartRefused:
            sys.exit(CANNOT_DO)


@contextmanager
def _refusing_broken_content(exit_code: int) -> Iterator[None]:
    """Refuse to start on content that must not be shown, with the lines that `bot check` prints."""
    from bot.knowledge.sheets import ContentBroken

    try:
        yield
    except ContentBroken as broken:
        click.echo(broken, err=True)
        sys.exit(exit_code)


@contextmanager
def _refusing_broken_accounts(exit_code: int) -> Iterator[None]:
    """Refuse a file of sign-ins that cannot be trusted, or what was asked of it, with one line."""
    from bot.staff.accounts import AccountsUnusable, NameTaken, NoSuchName, WrongName
    from bot.staff.passwords import WeakPassword

    try:
        yield
    except AccountsUnusable as unusable:
        click.echo(f"bot: FOERSTEKONTAKT_STAFF_ACCOUNTS: {unusable}", err=True)
        sys.exit(exit_code)
    except (NameTaken, NoSuchName, WrongName, WeakPassword) as refused:
        raise Refused(str(refused)) from None


def _run_part(settings: Settings, part: str) -> None:
    keep_memory_private()
    # Imported here: no part needs another's libraries, and the web part must answer within two seconds.
    if part != "actions" and len(settings.engine_secret.get_secret_value()) < SHORTEST_SECRET:
        raise Refused(
            f"FOERSTEKONTAKT_ENGINE_SECRET: must be the same {SHORTEST_SECRET} or more characters for web, staff and engine"
        )
    if part == "actions":
        stand_behind_help()
    if part == "web":
        from bot.web.app import serve as serve_part
    elif part == "staff":
        from bot.staff.app import serve as serve_part
    elif part == "actions":
        from actions.server import serve as serve_part
    else:
        from bot.supervisor import replace_with_engine

        replace_with_engine(settings, _model(settings))
        return
    # EX_CONFIG tells `bot run` that another try is in vain.
    with _refusing_broken_content(os.EX_CONFIG), _refusing_broken_accounts(os.EX_CONFIG):
        serve_part(settings)


def _model(settings: Settings) -> Any:
    from bot.models import ModelRefused, check
    from bot.training import model_path

    model = model_path(settings.model_folder)
    try:
        check(model)
    except ModelRefused as refused:
        raise Refused(str(refused)) from None
    return model


@main.command("model")
@_with_settings
def show_model(settings: Settings) -> None:
    """Print the name of the model of the sources as they are, if it is whole and of our own training."""
    click.echo(_model(settings).name)


@main.command()
@_with_settings
def train(settings: Settings) -> None:
    """Train the model, if its sources have changed."""
    from bot.training import TrainingFailed, is_trained, model_path
    from bot.training import train as train_model

    if is_trained(model_path(settings.model_folder)):
        click.echo("The model is up to date.")
        return
    click.echo("Training the model …", err=True)
    try:
        train_model(settings.model_folder)
    except TrainingFailed as failed:
        click.echo(f"bot: {failed}", err=True)
        sys.exit(CANNOT_DO)
    click.echo("The model is trained.")


@main.command()
@_with_settings
def chat(settings: Settings) -> None:
    """Talk with the assistant in the terminal, by the same path as the page."""
    from bot.terminal import talk

    with _refusing_broken_content(CANNOT_DO):
        talk(settings, _model(settings), os.environ)


@main.command()
@_with_settings
def parse(settings: Settings) -> None:
    """Read a message a line; print what the assistant would understand, one JSON a line."""
    from bot.parsing import parse_lines

    sys.exit(parse_lines(sys.stdin, sys.stdout, _model(settings)))


@main.command()
def redact() -> None:
    """Read a message a line; print each as it would be passed on."""
    from bot.text.identifiers import Redactor
    from bot.text.kinds import RawText

    redactor = Redactor.load()
    for line in sys.stdin:
        click.echo(redactor.redact(RawText(line.rstrip("\n"))).text)


@main.command()
@click.option(
    "--content", type=click.Path(exists=True, file_okay=False), help="A draft: its kort, svar, tekster, kommuner."
)
@click.option("--strengt", is_flag=True, help="Count warnings (cards whose time is up) as faults.")
def check(content: str | None, strengt: bool) -> None:
    """Check all content; print a line a fault."""
    from datetime import datetime

    from bot.checking.run import check as check_all
    from bot.knowledge.municipalities import DENMARK

    found = check_all(ROOT, datetime.now(DENMARK).date(), Path(content) if content else None)
    for fault in found:
        click.echo(fault)
    faults = [fault for fault in found if strengt or not fault.is_warning]
    click.echo(
        f"{len(faults)} fejl, {len(found) - len(faults)} advarsler." if found else "Indholdet er i orden.", err=True
    )
    sys.exit(CANNOT_DO if faults else 0)


@main.group()
def content() -> None:
    """Approvals of cards and municipalities, given on the staff page."""


@content.command("take")
@_with_settings
def content_take(settings: Settings) -> None:
    """Write the approvals that wait into the content's files, for you to read and commit; all of them, or none."""
    from datetime import datetime

    from bot.checking.approvals import ApprovalRefused, Approvals
    from bot.knowledge.municipalities import DENMARK

    approvals = Approvals(ROOT, settings.drafts_folder)
    try:
        waiting = approvals.waiting()
        taken = approvals.take_in(datetime.now(DENMARK).date())
    except ApprovalRefused as refused:
        raise Refused(str(refused)) from None
    for each in waiting:
        left = "" if each in taken else " – ikke lagt ind: ordene er ændret siden; godkend dem igen"
        click.echo(f"{each.kind}/{each.file}: {each.id} godkendt af {each.approved.by} {each.approved.on}{left}")
    click.echo(
        f"{len(taken)} godkendelser er lagt ind. Læs dem med `git diff`." if taken else "Intet at lægge ind.", err=True
    )


@main.group()
def script() -> None:
    """Scripted conversations: run them, or print their schema."""


@script.command("run")
@click.argument("files", nargs=-1, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--url", help="A running assistant's address; without it, one is started for the run.")
@click.option(
    "--junit", "junit_file", type=click.Path(dir_okay=False, path_type=Path), help="Write JUnit XML here too."
)
@click.option(
    "--html", "html_file", type=click.Path(dir_okay=False, path_type=Path), help="Write a page for people here too."
)
@_with_settings
def script_run(
    settings: Settings, files: tuple[Path, ...], url: str | None, junit_file: Path | None, html_file: Path | None
) -> None:
    """Run scripted conversations (all of data/manuskripter, or FILES) against the real assistant."""
    from datetime import datetime

    from bot.knowledge.municipalities import DENMARK
    from bot.scripts.batch import run_files
    from bot.scripts.page import html_report
    from bot.scripts.report import junit, read_out

    if not url:
        _model(settings)
    with _refusing_what_cannot_run():
        runs = run_files(ROOT, files, url)
    for line in read_out(runs):
        click.echo(line)
    if junit_file:
        _write(junit_file, junit(runs))
    if html_file:
        _write(html_file, html_report(runs, datetime.now(DENMARK).date()).encode())
    sys.exit(0 if all(run.held for run in runs) else CANNOT_DO)


@script.command("from-rasa")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--to",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Instead of data/manuskripter.",
)
def script_from_rasa(file: Path, folder: Path | None) -> None:
    """Write the stories of a Rasa end-to-end test FILE as scripts."""
    from bot.knowledge.content import read_content
    from bot.scripts.rasa_form import from_rasa
    from bot.scripts.reading import FOLDER
    from bot.scripts.writing import ScriptRefused, write_new

    content = read_content(ROOT)
    try:
        for made in from_rasa(file.read_text(encoding="utf-8"), content):
            click.echo(write_new(folder or ROOT / FOLDER, made, content.cards).name)
    except UnicodeDecodeError:
        raise Refused(f"{file.name}: kan ikke læses; gem filen som UTF-8") from None
    except ScriptRefused as refused:
        raise Refused(f"{file.name}: {refused}") from None


@script.command("to-rasa")
@click.argument("files", nargs=-1, type=click.Path(dir_okay=False, path_type=Path))
@_with_settings
def script_to_rasa(settings: Settings, files: tuple[Path, ...]) -> None:
    """Run scripts (all, or FILES) and print what came as Rasa's end-to-end tests."""
    import asyncio

    from bot.scripts.batch import run_telling_why
    from bot.scripts.rasa_form import to_rasa

    model = _model(settings)
    with _refusing_what_cannot_run():
        runs = asyncio.run(run_telling_why(ROOT, files, settings, model, os.environ))
    click.echo(to_rasa(runs), nl=False)


@script.command("coverage")
@click.argument("files", nargs=-1, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@_with_settings
def script_coverage(settings: Settings, files: tuple[Path, ...], as_json: bool) -> None:
    """Run scripts (all, or FILES) and print what none of them touches."""
    import asyncio

    from bot.knowledge.content import read_content
    from bot.scripts import coverage
    from bot.scripts.batch import run_telling_why

    model = _model(settings)
    with _refusing_what_cannot_run():
        runs = asyncio.run(run_telling_why(ROOT, files, settings, model, os.environ, all_wordings=True))
    areas = coverage.coverage(ROOT, read_content(ROOT), runs)
    click.echo(coverage.as_json(areas) if as_json else "\n".join(coverage.read_out(areas)))


@script.command("slips")
@click.argument("files", nargs=-1, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--seed", type=int, default=1, show_default=True, help="Another number gives other slips.")
@click.option("--url", help="A running assistant's address; without it, one is started for the run.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@_with_settings
def script_slips(settings: Settings, files: tuple[Path, ...], seed: int, url: str | None, as_json: bool) -> None:
    """Misspell what scripts say (all, or FILES), and print which wording breaks which script."""
    from bot.scripts import slips
    from bot.scripts.batch import run_slips

    if not url:
        _model(settings)
    with _refusing_what_cannot_run():
        tried = run_slips(ROOT, files, url, seed)
    click.echo(slips.as_json(tried) if as_json else "\n".join(slips.read_out(tried)))


@contextmanager
def _refusing_what_cannot_run() -> Iterator[None]:
    """Refuse broken scripts, and tell that no assistant came up."""
    from bot.starting import DidNotStart

    try:
        with _refusing_broken_content(CANNOT_DO):
            yield
    except DidNotStart:
        click.echo("bot: the assistant did not start; `bot run` tells why", err=True)
        sys.exit(CANNOT_DO)


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise Refused(f"{file}: cannot be written ({error.strerror}); choose another place") from None


@script.command("schema")
def script_schema() -> None:
    """Print the JSON Schema of a script file, for editors (data/manuskripter/skema.json)."""
    from bot.scripts.model import json_schema

    click.echo(json_schema(), nl=False)


@main.group()
def staff() -> None:
    """Sign-ins of this machine for the staff page."""


class _AGrant(click.ParamType[Grant]):
    """A role as it is written on a command line."""

    name = "rolle"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Grant:
        """Give the role, if a municipality of ours has the slug it names (see parent class)."""
        try:
            grant = Grant.read(value)
        except WrongGrant as wrong:
            self.fail(str(wrong), param, ctx)
        if grant.whose not in ("", HOTLINE, *_slugs()):
            self.fail(f"no file in data/kommuner has the slug {grant.whose}", param, ctx)
        return grant


def _slugs() -> list[str]:
    from bot.knowledge.content import read_content

    return [each.slug for each in read_content(ROOT).municipalities]


@staff.command("add")
@click.argument("name", metavar="NAVN")
@click.option(
    "--rolle",
    "roles",
    type=_AGrant(),
    multiple=True,
    required=True,
    help="What they may do: indhold, manuskripter, and indloes:KOMMUNE or indloes:hotline; give it once for each.",
)
@_with_settings
def staff_add(settings: Settings, name: str, roles: tuple[Grant, ...]) -> None:
    """Make a sign-in. Asks for the password twice, or reads it as a line from standard input."""
    with _refusing_broken_accounts(CANNOT_DO):
        accounts = _accounts(settings)
        kept = _ask_password(name)
        accounts.add(name, frozenset(roles), kept)
    click.echo("The sign-in is made.")


@staff.command("list")
@_with_settings
def staff_list(settings: Settings) -> None:
    """Print every sign-in and its roles."""
    with _refusing_broken_accounts(CANNOT_DO):
        for account in _accounts(settings).all():
            click.echo(f"{account.name}\t{' '.join(sorted(map(str, account.grants)))}")


@staff.command("remove")
@click.argument("name", metavar="NAVN")
@_with_settings
def staff_remove(settings: Settings, name: str) -> None:
    """Remove a sign-in; who uses it is signed out at once."""
    with _refusing_broken_accounts(CANNOT_DO):
        _accounts(settings).remove(name)
    click.echo("The sign-in is removed.")


@staff.command("password")
@click.argument("name", metavar="NAVN")
@_with_settings
def staff_password(settings: Settings, name: str) -> None:
    """Give a sign-in a new password; who uses the old one is signed out at once."""
    with _refusing_broken_accounts(CANNOT_DO):
        accounts = _accounts(settings)
        accounts.change(name, _ask_password(name))
    click.echo("The password is changed.")


def _accounts(settings: Settings) -> Any:
    from bot.staff.accounts import Accounts

    with _refusing_wrong_settings():
        return Accounts(configure(settings).accounts)


def _ask_password(name: str) -> str:
    """Ask for a good password, and give what may be kept of it. It is never an argument: those are seen by every process."""
    from argon2 import PasswordHasher
    from pydantic import SecretStr

    from bot.staff.accounts import normal_name
    from bot.staff.passwords import Passwords, check_new

    normal_name(name)
    if sys.stdin.isatty():
        password = SecretStr(click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    else:
        password = SecretStr(sys.stdin.readline().rstrip("\r\n"))
    check_new(name, password)
    return Passwords(PasswordHasher()).hash(password)


@main.command()
@click.option("--short", is_flag=True, help="A minute, this assistant alone.")
@click.option(
    "--into",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Put the table into this file, between its marks.",
)
@click.option(
    "--epochs", type=click.IntRange(1, 100), default=EPOCHS, help="How long the starter trains; its own is 100."
)
@_with_settings
def bench(settings: Settings, short: bool, into: Path | None, epochs: int) -> None:
    """Measure the assistant on this machine, by turns with Rasa's starter project; print a table."""
    from bot.bench import run as benchmark
    from bot.bench.report import NoPlaceForTheTable, put_into
    from bot.bench.starter import NoStarter
    from bot.starting import DidNotStart

    model = _model(settings)
    try:
        lines = benchmark.short(model) if short else benchmark.full(model, epochs)
        if into:
            put_into(into, lines)
    except (NoStarter, NoPlaceForTheTable) as refused:
        raise Refused(str(refused)) from None
    except DidNotStart:
        click.echo("bot: the assistant did not start; `bot run` tells why", err=True)
        sys.exit(CANNOT_DO)
    for line in lines:
        click.echo(line)


if __name__ == "__main__":
    main()
