"""Random cases: any admissible fact, any answer, one to six departments."""

from hypothesis import strategies as st

from questionnaires import Stated, Submission, load
from questionnaires.model import Fact
from tests.builders import QUIET, Draft

PACK = load()
ANSWERS = (1, 2, 3, 4, 5, 1, 2, 3, 4, 5, "dk", "na", None)
"""Levels twice, so that most questions are answered."""
NAMES = ("Finance", "Production", "Sales", "Legal", "Purchasing", "Étude & <b>")


def values(fact: Fact) -> list[Stated]:
    """A fact's admissible values, as somebody would state them."""
    return [value.id if value.start is None else value.start for value in fact.values]


def facts(unknown: bool = True) -> st.SearchStrategy[dict[str, Stated]]:
    """Up to twenty facts changed from the quiet case, some to unknown."""
    more: list[Stated] = ["unknown"] if unknown else []
    return st.fixed_dictionaries(
        {}, optional={fact.id: st.sampled_from([*values(fact), *more]) for fact in PACK.facts.facts}
    ).map(lambda changed: {**QUIET, **changed})


@st.composite
def submissions(draw: st.DrawFn, names: tuple[str, ...] = NAMES) -> list[Submission]:
    """One to eight sheets. Most answers of a sheet lie near one level; some are anything."""
    sheets = []
    for _ in range(draw(st.integers(1, 8))):
        level = draw(st.integers(1, 5))
        odd = draw(
            st.dictionaries(st.sampled_from(list(PACK.question)), st.sampled_from(ANSWERS), max_size=20)
        )
        answers = {**dict.fromkeys(PACK.question, level), **odd}
        role = draw(st.sampled_from(list(PACK.role)))
        given = {key: answer for key, answer in answers.items() if answer is not None}
        sheets.append(Submission(draw(st.sampled_from(names)), role, given))
    return sheets


@st.composite
def drafts(draw: st.DrawFn, unknown: bool = True) -> Draft:
    """A whole case. Departments that nobody answered for are silent."""
    sheets = draw(submissions())
    invited = {sheet.department for sheet in sheets} | draw(st.sets(st.sampled_from(NAMES), max_size=1))
    return Draft(draw(facts(unknown)), departments=(), silent=tuple(sorted(invited)), extra=tuple(sheets))
