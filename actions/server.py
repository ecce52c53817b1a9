"""Serves the actions to Rasa over rasa-sdk's protocol, on loopback. No action ever raises out."""

import logging
from typing import Any

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor, ActionExecutorRunResult

from actions.overlevering.pushing import push_records
from actions.saying import shelf, texts
from bot.settings import Settings
from bot.statistics.counts import COUNTS
from bot.statistics.writing import keep_written

logger = logging.getLogger(__name__)


class SafeExecutor(ActionExecutor):
    """Runs actions; a fault in one gives an answer that helps.

    rasa-sdk's own answer to a fault is the whole request, which Rasa then logs: a conversation in a log (rasa-traps 4).
    """

    async def run(self, action_call: dict[str, Any], *args: Any, **kwargs: Any) -> ActionExecutorRunResult | None:
        """Run the action that the call names (see parent class)."""
        try:
            return await super().run(action_call, *args, **kwargs)
        except Exception as fault:
            COUNTS.add("faults", "actions")
            logger.error("An action failed: %s", type(fault).__name__)
            sorry = texts().get("fejl")
            return ActionExecutorRunResult(events=[], responses=[{"text": sorry["text"], "custom": sorry["custom"]}])

    def update_and_return_domain(self, payload: dict[str, Any], action_name: str) -> dict[str, Any]:
        """Give no domain: none of our actions reads it, and Rasa 3.6 need not send it with every call."""
        return {}


def make_executor() -> SafeExecutor:
    """Give an executor that knows every action of this package."""
    executor = SafeExecutor()
    executor.register_package("actions")
    return executor


def serve(settings: Settings) -> None:
    """Serve the actions on 127.0.0.1 (rasa-sdk's own default is all interfaces) until told to stop."""
    shelf()  # read before the first conversation, not in it
    app = create_app(make_executor())
    if settings.reload_content:
        app.add_task(shelf().keep_fresh())
    app.add_task(push_records())
    app.add_task(keep_written(COUNTS, settings.metrics_folder, "actions"))
    app.run(
        host="127.0.0.1", port=settings.actions_port, single_process=True, access_log=False, motd=False, debug=False
    )
