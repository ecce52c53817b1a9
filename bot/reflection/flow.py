"""From one question to the next: what an answer changes, what comes after it, and the way back."""

from dataclasses import replace

from bot.reflection.questions import QUESTIONS, SCENES, Question
from bot.reflection.state import NONE, QUESTION_FIELDS, SKIPPED, Told


class UnknownOption(ValueError):
    """An answer holds something that the question does not offer."""


def next_question(told: Told) -> Question | None:
    """Give the first question that is not known yet; None when all is answered or skipped."""
    return next(
        (question for question in QUESTIONS if getattr(told, question.id) is None and question.asked(told)), None
    )


def options(question: Question, told: Told) -> tuple[str, ...]:
    """Give the options to show. What the person has told already is not asked again."""
    return tuple(option for option in question.options if SCENES.get(option) not in told.lived)


def answer(told: Told, question: Question, chosen: tuple[str, ...]) -> Told:
    """Take an answer. "None of these" beside another option is a slip: the other option counts.

    Raises:
        UnknownOption: the question has no such option, or takes one and was given several.
    """
    if not chosen or not question.hearable.issuperset(chosen) or (len(chosen) > 1 and not question.several):
        raise UnknownOption(question.id)
    meant = tuple(option for option in dict.fromkeys(chosen) if option != NONE) or (NONE,)
    return _after(told, question).with_answer(question.id, meant)


def skip(told: Told, question: Question) -> Told:
    """Leave a question unanswered. It is not asked again."""
    return _after(told, question).with_answer(question.id, SKIPPED)


def back(told: Told) -> Told:
    """Take back the latest answer, so that its question comes again; at the first question nothing changes."""
    if not told.trail:
        return told
    return replace(told, trail=told.trail[:-1]).with_answer(told.trail[-1], None)


def ending(question: Question, chosen: tuple[str, ...]) -> str | None:
    """Give how the questions end with this answer, or None if they go on."""
    return next((question.ends[option] for option in chosen if option in question.ends), None)


def after_danger(told: Told) -> Told:
    """Give what is kept when danger ends the questions: all but that it was safe to write, which may have changed."""
    return replace(told, trail=tuple(each for each in told.trail if each != "tryg")).with_answer("tryg", None)


def from_the_start(told: Told) -> Told:
    """Forget every answer, to begin again. What was told outside the questions stays; so does the yes to be asked."""
    cleared = replace(told, trail=())
    for name in QUESTION_FIELDS:
        cleared = cleared.with_answer(name, told.start if name == "start" else None)
    return cleared


def _after(told: Told, question: Question) -> Told:
    return replace(told, trail=(*(each for each in told.trail if each != question.id), question.id))
