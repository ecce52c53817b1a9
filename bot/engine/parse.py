"""What the model understands, message by message; serves `bot parse` and `bot bench`.

.venv-engine/bin/python -m bot.engine.parse MODEL          one JSON string a line in, one JSON a line out
.venv-engine/bin/python -m bot.engine.parse --time MODEL   one message a line in, its milliseconds of processor time out
"""

import argparse
import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any, Dict

from bot.engine import quiet


async def understand(agent: Any, text: str) -> Dict[str, Any]:
    """Give what the model understands of one text."""
    parsed = await agent.parse_message(text.lstrip("/ \t") or "?")
    return {key: parsed.get(key) for key in ("intent", "intent_ranking", "danger")}


async def parse_all(agent: Any, timed: bool) -> None:
    """Answer every line of standard input, in order."""
    for line in sys.stdin:
        if timed:
            started = time.process_time()
            await understand(agent, line.strip())
            print((time.process_time() - started) * 1000)  # noqa: T201
        else:
            print(json.dumps(await understand(agent, json.loads(line))))  # noqa: T201


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="bot.engine.parse")
    parser.add_argument("--time", action="store_true")
    parser.add_argument("model", type=Path)
    arguments = parser.parse_args()
    quiet.set_up()
    from bot.engine.__main__ import load_agent
    from bot.models import ModelRefused

    try:
        loaded = load_agent(arguments.model)
    except ModelRefused as refused:
        sys.exit(f"bot: {refused}")
    asyncio.run(parse_all(loaded, arguments.time))
