"""What the public process does with a message before the dialogue sees it.

.venv/bin/python -m bot.bench.reading   one message a line in, its milliseconds of processor time out
"""

import sys
import time

from bot.text.danger import DangerDetector
from bot.text.identifiers import Redactor
from bot.text.kinds import RawText


def main() -> None:
    """Time every line of standard input."""
    redactor, danger = Redactor.load(), DangerDetector.load()
    for line in sys.stdin:
        started = time.process_time()
        danger.find(redactor.redact(RawText(line.strip())).text)
        sys.stdout.write(f"{(time.process_time() - started) * 1000}\n")


if __name__ == "__main__":
    main()
