"""From answers to scores: department first, then organisation, each department counting the same.

1. A question about the department: mean of its respondents' levels.
2. A question about the organisation has one true answer: that of the best-placed informant who gave a
   level counts for every department. If none did, the mean over departments stands in, and is marked.
3. A department's dimension score: mean of its questions' values. It needs levels for at least the pack's
   ``item_floor`` of its applicable questions about the department, or it is not assessed.
4. The organisation's dimension score: mean over assessed departments.
5. Headline = min(mean of the assessed dimensions, lowest of them + 1), from three assessed dimensions on.

*I do not know*, *does not apply* and no answer never enter a mean.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from questionnaires.model import Pack, Question

from .results import DIGITS, Assessed
from .rules import Bools, Floats
from .sheet import Sheet

INDICATIVE_BELOW = 3
"""A dimension resting on fewer respondents than this is marked as indicative."""

DIMENSIONS_FOR_HEADLINE = 3


@dataclass(frozen=True)
class OrganisationAnswer:
    """The one answer to a question about the organisation, and what it rests on; ``value`` may be None."""

    value: float | None
    basis: Literal["informant", "others"] | None
    informant: str | None


@dataclass(frozen=True)
class Scores:
    """Scores of D departments, Q questions, K dimensions, in the order of sheet and pack.

    ``by_department``: (D, Q) mean levels or nan. ``organisation``: question id → its one answer.
    ``cells``: (D, K) dimension scores or nan. ``status``: D × K. ``dimensions``: (K,) or nan.
    """

    by_department: Floats
    organisation: dict[str, OrganisationAnswer]
    cells: Floats
    status: tuple[tuple[Assessed, ...], ...]
    dimensions: Floats
    headline: float
    mean: float


def score(pack: Pack, sheet: Sheet) -> Scores:
    """All scores of a sheet."""
    by_department = department_means(sheet)
    organisation = {
        question.id: _organisation_answer(question, place, sheet, by_department)
        for place, question in enumerate(pack.questionnaire.questions)
        if question.referent == "organisation"
    }
    cells, status = _cells(pack, sheet, by_department, organisation)
    dimensions = np.round(mean_over(cells), DIGITS)
    headline, mean = headlines(dimensions[None, :])
    return Scores(by_department, organisation, cells, status, dimensions, float(headline[0]), float(mean[0]))


def mean_over(values: Floats) -> Floats:
    """Mean of each column over what is not nan; nan where nothing is."""
    known = ~np.isnan(values)
    count = known.sum(axis=0)
    total = np.where(known, values, 0.0).sum(axis=0)
    return np.asarray(np.divide(total, count, out=np.full(count.shape, np.nan), where=count > 0))


def headlines(dimensions: Floats, weights: Floats | None = None) -> tuple[Floats, Floats]:
    """(n,) capped headline and (n,) uncapped mean of (n, K) dimension scores; nan under three assessed ones.

    ``weights``: (n, K), of any scale; equal when None. Rounded, so that a mean of exactly 2 reaches level 2.
    """
    known = ~np.isnan(dimensions)
    weight = np.where(known, 1.0 if weights is None else weights, 0.0)
    total = (np.where(known, dimensions, 0.0) * weight).sum(axis=1)
    enough = known.sum(axis=1) >= DIMENSIONS_FOR_HEADLINE
    mean = np.divide(total, weight.sum(axis=1), out=np.full(len(total), np.nan), where=enough)
    lowest = np.where(known, dimensions, np.inf).min(axis=1)
    capped = np.where(enough, np.minimum(mean, lowest + 1), np.nan)
    return np.asarray(np.round(capped, DIGITS)), np.asarray(np.round(mean, DIGITS))


def department_means(sheet: Sheet) -> Floats:
    """(D, Q) mean level of each department's respondents; nan where none gave a level."""
    member = (np.arange(len(sheet.names))[:, None] == sheet.department[None, :]).astype(float)
    known = ~np.isnan(sheet.levels)
    count = member @ known.astype(float)
    total = member @ np.where(known, sheet.levels, 0.0)
    return np.asarray(np.divide(total, count, out=np.full(count.shape, np.nan), where=count > 0))


def _organisation_answer(question: Question, place: int, sheet: Sheet, means: Floats) -> OrganisationAnswer:
    levels = sheet.levels[:, place]
    roles = np.array(sheet.roles, dtype=object)
    for role in question.informants:
        given = levels[(roles == role) & ~np.isnan(levels)]
        if given.size:
            return OrganisationAnswer(float(given.mean()), "informant", role)
    stand_in = mean_over(means[:, [place]])[0]
    if np.isnan(stand_in):
        return OrganisationAnswer(None, None, None)
    return OrganisationAnswer(float(stand_in), "others", None)


def _cells(
    pack: Pack, sheet: Sheet, means: Floats, organisation: dict[str, OrganisationAnswer]
) -> tuple[Floats, tuple[tuple[Assessed, ...], ...]]:
    """(D, K) dimension scores by department, and how each is assessed."""
    applies, replied = _by_any(sheet, ~sheet.not_applicable), _by_any(sheet, ~sheet.not_answered)
    cells = np.full((len(sheet.names), len(pack.questionnaire.dimensions)), np.nan)
    columns: list[tuple[Assessed, ...]] = []
    for k, dimension in enumerate(pack.questionnaire.dimensions):
        own = [
            place
            for place, question in enumerate(pack.questionnaire.questions)
            if question.dimension == dimension.id and question.referent == "department"
        ]
        shared = [
            answer.value
            for key, answer in organisation.items()
            if pack.question[key].dimension == dimension.id and answer.value is not None
        ]
        column, values = _column(
            pack, means[:, own], applies[:, own], np.asarray(replied[:, own].any(axis=1)), shared
        )
        columns.append(column)
        cells[:, k] = values
    return cells, tuple(zip(*columns, strict=True))


def _by_any(sheet: Sheet, said: Bools) -> Bools:
    """(D, Q) whether it is so, (R, Q), for some respondent of the department."""
    member = np.arange(len(sheet.names))[:, None] == sheet.department[None, :]
    return np.asarray((member @ said.astype(float)) > 0)


def _column(
    pack: Pack, means: Floats, applies: Bools, replied: Bools, shared: list[float]
) -> tuple[tuple[Assessed, ...], Floats]:
    """One dimension down the departments: how assessed, and the score or nan.

    Where nobody replied anything to its questions, it has no answer, whatever was answered elsewhere.
    """
    known = ~np.isnan(means)
    answered, applicable = known.sum(axis=1), applies.sum(axis=1)
    enough = (answered >= pack.mandate.item_floor * applicable) & (answered > 0)
    total = np.where(known, means, 0.0).sum(axis=1) + sum(shared)
    values = np.where(enough, np.round(total / np.maximum(answered + len(shared), 1), 2 * DIGITS), np.nan)
    status: list[Assessed] = []
    for department, fine in enumerate(enough):
        if fine:
            status.append("assessed")
        elif not replied[department]:
            status.append("no_answer")
        else:
            status.append("not_applicable" if applicable[department] == 0 else "too_few")
    return tuple(status), values
