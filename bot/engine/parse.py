"""Reads one JSON string a line and prints what the model understands of it; serves `bot parse`."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from bot.engine import quiet


async def parse_all(agent: Any) -> None:
    """Answer every line of standard input, in order."""
    for line in sys.stdin:
        text = json.loads(line).lstrip("/ \t") or "?"
        parsed = await agent.parse_message(text)
        answer = {key: parsed.get(key) for key in ("intent", "intent_ranking", "danger")}
        sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    quiet.set_up()
    from bot.engine.__main__ import load_agent

    asyncio.run(parse_all(load_agent(Path(sys.argv[1]))))
