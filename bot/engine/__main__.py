"""Starts the engine: Rasa with our channel, our tracker store and nothing else, on loopback.

    ENGINE_SECRET=… ACTIONS_URL=… .venv-engine/bin/python -m bot.engine --model models/….tar.gz --port 5005

The order of the first imports is what makes the start short: logging first, so that nothing is printed on the way;
skops before Rasa, because it scans every module loaded before it (rasa-traps 14).
"""

import argparse
import asyncio
import gc
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from bot.engine import quiet
from bot.hardening import keep_memory_private, stand_behind_help
from bot.models import ModelRefused, check

ROOT = Path(__file__).parents[2]
SWEEP_SECONDS = 5


class WrongTrackerStore(RuntimeError):
    """Rasa fell back to a store that keeps conversations; the engine refuses to serve (rasa-traps 2)."""


def load_agent(model: Path) -> Any:
    """Load the model and give Rasa's agent, with our tracker store in place of every fall-back.

    Raises:
        ModelRefused: the model is not of our own training, or broken; nothing of it was read.
        WrongTrackerStore: as it says.
    """
    check(model)
    import skops.io  # noqa: F401  (before Rasa: see above)
    from rasa.core.agent import load_agent as load
    from rasa.core.utils import AvailableEndpoints

    from bot.engine import patches
    from bot.engine.actions_endpoint import FirstThatAnswers
    from bot.engine.tracker_store import ForgettingTrackerStore

    patches.apply()
    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    endpoints.action = FirstThatAnswers(endpoints.action, os.environ.get("SPARE_ACTIONS_URLS", "").split())
    agent = asyncio.run(load(str(model), endpoints=endpoints))
    store = agent.tracker_store._tracker_store  # inside FailSafeTrackerStore, whose fallback nothing empties
    if type(store) is not ForgettingTrackerStore:
        raise WrongTrackerStore(f"endpoints.yml: the tracker store became {type(store).__name__}")
    agent.tracker_store = agent.processor.tracker_store = store
    return agent


def serve(agent: Any, port: int) -> None:
    """Answer the channel of credentials.yml on 127.0.0.1 until told to stop."""
    import rasa.core.channels.channel
    from rasa.core.run import create_http_input_channels
    from sanic import Sanic

    app = Sanic("engine", configure_logging=False)
    app.ctx.agent = agent
    rasa.core.channels.channel.register(
        create_http_input_channels(None, str(ROOT / "credentials.yml")), app, route="/webhooks/"
    )

    async def sweep(_: Sanic) -> None:
        gc.freeze()
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            await agent.tracker_store.sweep()
            gc.collect()  # what hangs in cycles may hold words

    app.add_task(sweep)
    app.run(host="127.0.0.1", port=port, access_log=False, debug=False, motd=False)


def main() -> None:
    """Start the engine from the command line."""
    parser = argparse.ArgumentParser(prog="bot.engine", description="Rasa, sealed: loopback only.")
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    arguments = parser.parse_args()
    keep_memory_private()
    stand_behind_help()
    quiet.set_up()
    os.environ.pop("TRACKER_KEY", None)  # here every conversation brings its own key (bot.engine.sealing)
    # Rasa writes an id of the installation under HOME even when telemetry is off (rasa-traps 9), and unpacks the model.
    with tempfile.TemporaryDirectory(prefix="foerstekontakt-engine-") as home:
        os.environ["HOME"] = tempfile.tempdir = home
        try:
            agent = load_agent(arguments.model)
        except ModelRefused as refused:
            sys.exit(f"bot: {refused}")
        serve(agent, arguments.port)


if __name__ == "__main__":
    main()
