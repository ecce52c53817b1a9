"""The report of a run as one HTML page, to be read by people and kept by CI. It loads nothing from anywhere."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from bot.scripts.measures import measures
from bot.scripts.report import name_of
from bot.scripts.running import Run
from bot.text.dates import danish_date


def html_report(runs: Iterable[Run], today: date) -> str:
    """Give the page: what went wrong first, each step with what was expected beside what came."""
    runs = list(runs)
    environment = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True)
    environment.filters["dato"] = lambda day: danish_date(str(day))
    environment.globals["measures"] = measures
    template = environment.get_template("rapport.html")
    failed = sum(not run.held for run in runs)
    return template.render(runs=runs, failed=failed, when=today, name_of=name_of)
