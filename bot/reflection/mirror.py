"""The mirror: the person's own choices, back in Danish; and the ways on, each with its "fordi"."""

from bot.reflection.questions import QUESTIONS
from bot.reflection.state import NONE, Told
from bot.reflection.texts import Texts
from bot.reflection.ways_on import Row, in_danger

MOST_SCENES = 3
MOST_HINDRANCES = 2


def mirror(told: Told, texts: Texts) -> str:
    """Give what was told, a line each, in the person's own choices; empty when nothing was.

    Danger is one line however many signs were chosen, and it is never said that there was none.
    """
    lines: list[str] = []
    for question in (each.id for each in QUESTIONS if each.asked(told)):  # another path's answers are not this one's
        if question == "scener":
            lines += _scenes(told, texts)
        elif question == "fare":
            lines += [texts.danger] if in_danger(told) else []
        else:
            lines += _lines(told, texts, question)[:MOST_HINDRANCES]
    return "\n".join(f"– {line}" for line in lines)


def ways(rows: tuple[Row, ...], texts: Texts) -> str:
    """Give the ways on, numbered, each with why it is there."""
    lines = (f"{texts.way(row.way).line}, fordi {texts.because(row.id)}." for row in rows)
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))


def _scenes(told: Told, texts: Texts) -> list[str]:
    lines = [*(texts.form(form) for form in sorted(told.lived)), *_lines(told, texts, "scener")]
    lines = list(dict.fromkeys(lines))
    return lines if len(lines) <= MOST_SCENES else [*lines[: MOST_SCENES - 1], texts.more]


def _lines(told: Told, texts: Texts, question: str) -> list[str]:
    chosen = (option for option in told.chosen(question) if option != NONE)
    return [line for option in chosen if (line := texts.option(question, option).mirror)]
