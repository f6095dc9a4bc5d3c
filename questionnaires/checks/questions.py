"""The questionnaire and the facts form: how many questions, who is asked what, bands without holes."""

from collections.abc import Iterator

from questionnaires.model import Fact, Pack, Question

QUESTIONS = range(20, 31)
PER_DIMENSION = 4
OF_DEPARTMENTS = 2
"""Departments must be comparable in every dimension, and one question is not a comparison."""


def question_faults(pack: Pack) -> Iterator[str]:
    """Rules of questionnaire.yaml and facts.yaml."""
    yield from _level_faults(pack)
    questions = pack.questionnaire.questions
    if len(questions) not in QUESTIONS:
        span = f"{QUESTIONS.start} to {QUESTIONS.stop - 1}"
        yield f"questionnaire.yaml: questions: {len(questions)} questions; ask {span}"
    for dimension in pack.dimension:
        asked = [question for question in questions if question.dimension == dimension]
        of_departments = sum(question.referent == "department" for question in asked)
        place = f"questionnaire.yaml: dimensions.{dimension}"
        if len(asked) < PER_DIMENSION:
            yield f"{place}: {len(asked)} questions; ask at least {PER_DIMENSION} in every dimension"
        if of_departments < OF_DEPARTMENTS:
            yield f"{place}: {of_departments} questions about the department; ask at least {OF_DEPARTMENTS}"
    for question in questions:
        yield from (f"questionnaire.yaml: questions.{question.id}: {text}" for text in _referent(question))
    for fact in pack.facts.facts:
        yield from (f"facts.yaml: facts.{fact.id}: {text}" for text in _fact_faults(fact))


def _level_faults(pack: Pack) -> Iterator[str]:
    levels = pack.questionnaire.levels
    starts = [level.start for level in levels]
    if [level.number for level in levels] != [1, 2, 3, 4, 5]:
        yield "questionnaire.yaml: levels: the numbers must be 1, 2, 3, 4, 5, in this order"
    if starts[0] != 1 or starts != sorted(set(starts)):
        yield "questionnaire.yaml: levels: the starts must ascend from 1"


def _referent(question: Question) -> Iterator[str]:
    if question.referent == "organisation":
        if not question.informants:
            yield "a question about the organisation needs informants; name the roles, best placed first"
        if question.awareness is None:
            yield "a question about the organisation needs 'awareness'; say what people did not know"
    else:
        if question.informants:
            yield "a question about the department has no informants, everybody answers; remove them"
        if question.awareness is not None:
            yield "a question about the department has no 'awareness'; remove it"


def _fact_faults(fact: Fact) -> Iterator[str]:
    ids = [value.id for value in fact.values]
    if fact.assumed not in ids:
        yield f"assumed is {fact.assumed!r}, which is no value; write one of {', '.join(ids)}"
    if "unknown" in ids:
        yield "the value 'unknown' is there for every fact anyway; remove it"
    starts = [value.start for value in fact.values]
    if fact.kind == "choice" and any(start is not None for start in starts):
        yield "a choice has no 'start'; remove it or make the kind 'number'"
    if fact.kind == "number":
        bands = [start for start in starts if start is not None]
        if len(bands) < len(starts) or bands[0] != 0 or bands != sorted(set(bands)):
            yield "the bands of a number ascend from 0; give every value a 'start', the first 0"
