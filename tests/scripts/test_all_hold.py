"""The promise to the people who write scripts: every one of them holds against the real assistant."""

from bot.scripts.batch import run_files
from bot.scripts.report import read_out
from bot.settings import ROOT
from tests.conftest import Assistant


def test_every_script_holds(assistant: Assistant) -> None:
    runs = run_files(ROOT, [], assistant.url)
    failed = [run for run in runs if not run.held]
    assert len(runs) > len({run.conversation.script.navn for run in runs}) > 100
    assert not failed, "\n".join(read_out(failed))
