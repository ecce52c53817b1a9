"""What a member of staff may do."""

from enum import StrEnum


class Role(StrEnum):
    """One thing that a member of staff may be let in to. Nobody has a role that includes another."""

    INDLOES = "indloes"
    INDHOLD = "indhold"
    MANUSKRIPTER = "manuskripter"
    STATISTIK = "statistik"


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
