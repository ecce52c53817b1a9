"""What the running assistant would understand of many messages at once (`bot parse`)."""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from bot.settings import ROOT
from bot.text.danger import DangerDetector
from bot.text.identifiers import Redactor
from bot.text.kinds import RawText


def parse_lines(lines: Iterable[str], out: TextIO, model: Path) -> int:
    """Write one JSON a line, in order: intent, intent_ranking, danger, removed. Give the engine's exit code."""
    redactor = Redactor.load()
    redactions = [redactor.redact(RawText(line.rstrip("\n"))) for line in lines]
    detector = DangerDetector.load()
    command = [str(ROOT / ".venv-engine/bin/python"), "-m", "bot.engine.parse", str(model)]
    texts = "\n".join(json.dumps(redaction.text) for redaction in redactions)
    finished = subprocess.run(  # noqa: S603  (our own interpreter, no shell)
        command, input=texts, stdout=subprocess.PIPE, stderr=sys.stderr, text=True, cwd=ROOT, check=False
    )
    for redaction, understood in zip(redactions, finished.stdout.splitlines(), strict=finished.returncode == 0):
        parsed = json.loads(understood)
        danger = detector.find(redaction.text)  # the rules first, as in a conversation
        seen = {"danger": danger.kind if danger else parsed["danger"], "removed": list(redaction.removed)}
        out.write(json.dumps(parsed | seen, ensure_ascii=False) + "\n")
    return finished.returncode
