"""Everything a person can tell, for Hypothesis to choose from: each question unasked, skipped, or answered."""

from hypothesis import strategies as st

from bot.reflection.questions import QUESTIONS, Question
from bot.reflection.state import FORMS, NONE, SKIPPED, Chosen, Told


def answers(question: Question) -> st.SearchStrategy[Chosen]:
    if not question.several:
        return st.sampled_from([None, SKIPPED, *((option,) for option in question.options)])
    real = [option for option in question.options if option != NONE]
    several = st.lists(st.sampled_from(real), min_size=1, unique=True).map(tuple)
    return st.one_of(st.sampled_from([None, SKIPPED, (NONE,)]), several)


def told() -> st.SearchStrategy[Told]:
    return st.builds(
        Told,
        **{question.id: answers(question) for question in QUESTIONS},
        lived=st.frozensets(st.sampled_from(FORMS)),
        danger_named=st.booleans(),
        young=st.booleans(),
    )
