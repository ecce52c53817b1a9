"""What the public process does to be watched: writes its counts, tries the danger path, moves the week's sums to their file.

It is the public process that counts and the staff process that shows, over files: neither imports or can reach the other.
"""

import asyncio
import logging
from typing import Any

from sanic import Sanic

from bot.settings import Settings
from bot.statistics.counts import Counts
from bot.statistics.watched import WatchedService
from bot.statistics.weeks import StatisticsUnavailable, Tally, WeekFile
from bot.statistics.writing import keep_written, try_to_write

TRY_SECONDS = 60
# A file that grew by the minute would tell, to who copies it every minute, when somebody wrote.
MOVE_SECONDS = 24 * 3600
logger = logging.getLogger(__name__)


def install(
    app: Sanic[Any, Any], settings: Settings, service: WatchedService, counts: Counts, tally: Tally | None
) -> None:
    """Begin with the app, end with it."""
    file = WeekFile(settings.statistics_path)

    @app.before_server_start
    async def begin(app: Sanic[Any, Any]) -> None:
        counts.begin("danger_checks")
        doing = [keep_written(counts, settings.metrics_folder, "web"), _keep_trying(service, counts)]
        if tally:
            doing.append(_keep_moving(tally, file))
        app.ctx.watching = [asyncio.create_task(each) for each in doing]

    @app.before_server_stop
    async def end(app: Sanic[Any, Any]) -> None:
        for task in app.ctx.watching:
            task.cancel()
        if settings.metrics_folder:
            try_to_write(counts, settings.metrics_folder, "web")
        if tally:
            move(tally, file)


async def _keep_trying(service: WatchedService, counts: Counts) -> None:
    while True:
        counts.add("danger_checks", "held" if service.danger_path_holds() else "failed")
        await asyncio.sleep(TRY_SECONDS)


async def _keep_moving(tally: Tally, file: WeekFile) -> None:
    while True:
        await asyncio.sleep(MOVE_SECONDS)
        move(tally, file)


def move(tally: Tally, file: WeekFile) -> None:
    """Move the week's sums to the file. If it cannot be written they wait for the next day."""
    try:
        tally.move_to(file)
    except StatisticsUnavailable as fault:
        logger.warning("The week's sums could not be written (%s); see FOERSTEKONTAKT_STATISTICS_FILE", fault)
