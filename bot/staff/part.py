"""One thing that staff can do here."""

from dataclasses import dataclass

from sanic import Blueprint

from bot.staff.roles import Role


@dataclass(frozen=True)
class Part:
    """Pages and calls for those who have one role: their blueprint (its name must be its own), and where they begin."""

    role: Role
    blueprint: Blueprint
    path: str
