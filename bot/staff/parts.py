"""What staff can do here. Add a part to `PARTS`, and it is reached, guarded and shown by its role."""

from bot.staff.content.part import CONTENT
from bot.staff.part import Part
from bot.staff.redeeming import redeeming
from bot.staff.roles import Role
from bot.staff.statistics import statistics
from bot.staff.workshop.part import WORKSHOP

PARTS = (
    Part(Role.INDLOES, redeeming, "/kode"),
    WORKSHOP,
    CONTENT,
    Part(Role.STATISTIK, statistics, "/statistik"),
)
