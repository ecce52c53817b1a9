"""The content as a part of the staff side: all its pages, and where they begin."""

from bot.staff.content import approving, listing, reading
from bot.staff.content.blueprint import content
from bot.staff.part import Part
from bot.staff.roles import Role

PAGES = (listing, reading, approving)  # importing them adds their routes
CONTENT = Part(Role.INDHOLD, content, "/indhold")
