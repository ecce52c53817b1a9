"""The workshop as a part of the staff side: all its pages, and where they begin."""

from bot.staff.part import Part
from bot.staff.roles import Role
from bot.staff.workshop import calls, editing, keeping, listing, marking, proposing, reading, running, talking
from bot.staff.workshop.blueprint import workshop

PAGES = (
    listing,
    reading,
    editing,
    running,
    talking,
    keeping,
    marking,
    proposing,
    calls,
)  # importing them adds their routes
WORKSHOP = Part(Role.MANUSKRIPTER, workshop, "/manuskripter")
