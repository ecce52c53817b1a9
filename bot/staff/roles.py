"""What a member of staff may do."""

from dataclasses import dataclass
from enum import StrEnum

HOTLINE = "hotline"


class Role(StrEnum):
    """One thing that a member of staff may be let in to. Nobody has a role that includes another."""

    INDLOES = "indloes"
    INDHOLD = "indhold"
    MANUSKRIPTER = "manuskripter"
    STATISTIK = "statistik"


class WrongGrant(ValueError):
    """The text gives no role. The message says how one is written."""


@dataclass(frozen=True, order=True)
class Grant:
    """A role, and for `indloes` whose codes it opens: a municipality's slug, or `hotline`."""

    role: Role
    whose: str = ""

    @classmethod
    def read(cls, text: str) -> "Grant":
        """Read `indhold`, `manuskripter`, `indloes:odense` or `indloes:hotline`.

        Raises:
            WrongGrant: it is none of these. `indloes` must say whose codes: one installation serves many municipalities.
        """
        grant = cls.kept(text)
        if grant.role is Role.INDLOES and not grant.whose:
            raise WrongGrant(
                "indloes must say whose codes, as indloes:odense (a municipality's slug) or indloes:hotline"
            )
        if grant.role is not Role.INDLOES and ":" in text:
            raise WrongGrant(f"{grant.role} is for no municipality; write it alone")
        return grant

    @classmethod
    def kept(cls, text: str) -> "Grant":
        """Read what `str` gave; also of before codes were made for somebody, when `indloes` stood alone.

        Raises:
            WrongGrant: the role is unknown.
        """
        role, _, whose = text.strip().partition(":")
        if role not in set(Role):
            raise WrongGrant(f"the roles are {', '.join(Role)}")
        return cls(Role(role), whose.strip().casefold())

    def __str__(self) -> str:
        return f"{self.role}:{self.whose}" if self.whose else str(self.role)


TITLES = {
    Role.INDLOES: "Modtag en kode",
    Role.INDHOLD: "Indhold",
    Role.MANUSKRIPTER: "Manuskripter",
    Role.STATISTIK: "Statistik",
}
SAYS = {
    Role.INDLOES: "Læs det, en borger har valgt at give videre med sin kode. En kode kan læses én gang.",
    Role.INDHOLD: "Læs og godkend det, assistenten siger, og kommunens oplysninger.",
    Role.MANUSKRIPTER: "Prøv samtaler af, ret dem, og skriv nye.",
    Role.STATISTIK: "Se, hvor meget chatten bliver brugt, uge for uge.",
}
