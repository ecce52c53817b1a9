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
from bot.hardening import keep_memory_private
from bot.settings import ROOT, Settings, WrongSetting, read_settings
from bot.version import VERSION

CANNOT_DO = 1
WRONG_USE = 2
SHORTEST_SECRET = 32


class Refused(click.ClickException):
    """One clear line for what is wrong, and no traceback."""

    exit_code = WRONG_USE

    def show(self, file: Any = None) -> None:
        """Write the line to standard error."""
        click.echo(f"bot: {self.message}", err=True, file=file)


def _with_settings(command: Callable[..., None]) -> Callable[..., None]:
    """Give the command the settings first, or refuse with the line that says which is wrong."""

    @wraps(command)
    def wrapped(**options: Any) -> None:
        try:
            settings = read_settings()
        except WrongSetting as wrong:
            raise Refused(str(wrong)) from None
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


def _run_part(settings: Settings, part: str) -> None:
    keep_memory_private()
    # Imported here: no part needs another's libraries, and the web part must answer within two seconds.
    if part != "actions" and len(settings.engine_secret.get_secret_value()) < SHORTEST_SECRET:
        raise Refused(
            f"FOERSTEKONTAKT_ENGINE_SECRET: must be the same {SHORTEST_SECRET} or more characters for web, staff and engine"
        )
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
    with _refusing_broken_content(os.EX_CONFIG):  # tells `bot run` that another try is in vain
        serve_part(settings)


def _model(settings: Settings) -> Any:
    from bot.training import model_path

    model = model_path(settings.model_folder)
    if not model.is_file():
        raise Refused("there is no model of the sources as they are; `bot train` makes it")
    return model


@main.command()
@_with_settings
def train(settings: Settings) -> None:
    """Train the model, if its sources have changed."""
    from bot.training import TrainingFailed, model_path
    from bot.training import train as train_model

    if model_path(settings.model_folder).is_file():
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
def staff() -> None:
    """Local accounts of staff (a municipality with its own sign-in needs none)."""


@staff.command("add")
@click.argument("name")
@click.option(
    "--rolle", "roles", multiple=True, required=True, help="indloes, indhold or manuskripter; may be repeated."
)
@_with_settings
def staff_add(settings: Settings, name: str, roles: tuple[str, ...]) -> None:
    """Make an account. The password is asked for twice, or read from standard input."""
    from bot.staff.accounts import BadAccount, Role

    try:
        wanted = frozenset(Role(role) for role in roles)
        _accounts(settings).add(name, wanted, _new_password())
    except ValueError as wrong:  # BadAccount is one
        raise Refused(str(wrong) if isinstance(wrong, BadAccount) else f"rollerne er: {', '.join(Role)}") from None
    click.echo(f"{name} kan nu logge ind.")


@staff.command("password")
@click.argument("name")
@_with_settings
def staff_password(settings: Settings, name: str) -> None:
    """Give an account another password."""
    from bot.staff.accounts import BadAccount, NoSuchAccount

    try:
        _accounts(settings).set_password(name, _new_password())
    except BadAccount as wrong:
        raise Refused(str(wrong)) from None
    except NoSuchAccount:
        raise Refused(f"{name} findes ikke; se `bot staff list`") from None


@staff.command("remove")
@click.argument("name")
@_with_settings
def staff_remove(settings: Settings, name: str) -> None:
    """Remove an account. Who is signed in with it is signed out."""
    from bot.staff.accounts import NoSuchAccount

    try:
        _accounts(settings).remove(name)
    except NoSuchAccount:
        raise Refused(f"{name} findes ikke; se `bot staff list`") from None


@staff.command("list")
@_with_settings
def staff_list(settings: Settings) -> None:
    """Print the accounts and their roles."""
    for account in _accounts(settings).all():
        click.echo(f"{account.name}\t{' '.join(sorted(account.roles))}")


def _accounts(settings: Settings) -> Any:
    from argon2 import PasswordHasher

    from bot.staff.accounts import Accounts

    return Accounts(settings.accounts_file, PasswordHasher())


def _new_password() -> str:
    if sys.stdin.isatty():
        password: str = click.prompt("Adgangskode", hide_input=True, confirmation_prompt="Én gang til")
        return password
    return sys.stdin.readline().rstrip("\n")


@main.group()
def script() -> None:
    """Scripted conversations: run them, or print their schema."""


@script.command("run")
@click.argument("files", nargs=-1, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--url", help="A running assistant's address; without it, one is started for the run.")
@click.option(
    "--junit", "junit_file", type=click.Path(dir_okay=False, path_type=Path), help="Write JUnit XML here too."
)
@_with_settings
def script_run(settings: Settings, files: tuple[Path, ...], url: str | None, junit_file: Path | None) -> None:
    """Run scripted conversations (all of data/manuskripter, or FILES) against the real assistant."""
    from bot.scripts.batch import run_files
    from bot.scripts.report import junit, read_out
    from bot.starting import DidNotStart

    if not url:
        _model(settings)
    try:
        with _refusing_broken_content(CANNOT_DO):
            runs = run_files(ROOT, files, url)
    except DidNotStart:
        click.echo("bot: the assistant did not start; `bot run` tells why", err=True)
        sys.exit(CANNOT_DO)
    for line in read_out(runs):
        click.echo(line)
    if junit_file:
        junit_file.write_bytes(junit(runs))
    sys.exit(0 if all(run.held for run in runs) else CANNOT_DO)


@script.command("schema")
def script_schema() -> None:
    """Print the JSON Schema of a script file, for editors (data/manuskripter/skema.json)."""
    from bot.scripts.model import json_schema

    click.echo(json_schema(), nl=False)


@main.command()
@_with_settings
def bench(settings: Settings) -> None:
    """Measure the assistant on this machine; print a table."""
    from bot.bench import bench as measure

    for line in measure(_model(settings)):
        click.echo(line)


if __name__ == "__main__":
    main()
