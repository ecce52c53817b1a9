"""Tells how scripts went: in Danish for people, and as JUnit XML for machines."""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, SubElement, tostring

from bot.scripts.running import Run, Turn


def name_of(run: Run) -> str:
    """Give the name a run goes by: its script's, and the other wording that it tried."""
    script, wording = run.conversation.script, run.conversation.wording
    return f"{script.navn} ({wording})" if wording else script.navn


def read_out(runs: Iterable[Run]) -> Iterator[str]:
    """Give the verdicts in lines: one a run that held, and all steps of a run that did not."""
    runs = list(runs)
    for run in runs:
        yield f"{'✓' if run.held else '✗'} {name_of(run)} – {run.conversation.script.om}"
        if not run.held:
            yield from steps_of(run)
    failed = sum(not run.held for run in runs)
    yield f"{len(runs)} {'samtale' if len(runs) == 1 else 'samtaler'}: {len(runs) - failed} gik godt, {failed} gik galt."


def steps_of(run: Run) -> Iterator[str]:
    """Give a run's steps in lines: what was said, whether it held, and what was expected beside what came."""
    for number, turn in enumerate(run.turns, start=1):
        yield f"  {number}. {'✗' if turn.findings else '✓'} borger: {turn.said}"
        for finding in turn.findings:
            yield f"       ventet: {finding.expected}"
            yield f"       kom:    {finding.came}"
    left_out = len(run.conversation.steps) - len(run.turns)
    if left_out:
        yield f"  {left_out} trin blev ikke prøvet."


def junit(runs: Iterable[Run]) -> bytes:
    """Give the runs as JUnit XML, one test case a conversation."""
    runs = list(runs)
    failed = sum(not run.held for run in runs)
    seconds = sum(run.seconds for run in runs)
    suite = Element(
        "testsuite", name="manuskripter", tests=str(len(runs)), failures=str(failed), errors="0", time=f"{seconds:.3f}"
    )
    for run in runs:
        case = SubElement(
            suite, "testcase", classname=run.conversation.script.hvem, name=name_of(run), time=f"{run.seconds:.3f}"
        )
        if not run.held:
            number, turn = next((at, each) for at, each in enumerate(run.turns, start=1) if each.findings)
            failure = SubElement(case, "failure", message=_first(number, turn))
            failure.text = "\n".join(steps_of(run))
    written: bytes = tostring(suite, encoding="utf-8", xml_declaration=True)
    return written


def _first(number: int, turn: Turn) -> str:
    finding = turn.findings[0]
    return f"trin {number}: ventet {finding.expected}; kom {finding.came}"
