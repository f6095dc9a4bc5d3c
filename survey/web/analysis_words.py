"""The tables of the analysis in words, for the page and for the files."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from questionnaires.model import Pack
from reports import typography

from ..files.written import Cell
from ..services.analysis import Quote
from .language import locale, say, words

if TYPE_CHECKING:
    from reports.analysis import Priority, QuestionRow

ORDERS: Final = ("", "apart", "low", "unknown")
"""Orders of the questions; "" is the questionnaire's own."""


def orders() -> list[tuple[str, str]]:
    """What the questions may be ordered by."""
    return [
        ("", say("As in the questionnaire")),
        ("apart", say("Departments furthest apart first")),
        ("low", say("Lowest first")),
        ("unknown", say("Least known first")),
    ]


def figure(value: float | None) -> str:
    """A mean or a spread, with a dash for none."""
    return "–" if value is None else typography.score(value, locale())


def share(value: float | None) -> str:
    """A share in per cent, with a dash for none."""
    return "–" if value is None else typography.percent(value, locale())


def bars(row: "QuestionRow") -> list[tuple[int, float, float]]:
    """How many people chose each level, as bars of a chart 20 high: number, top, height."""
    most = max(*row.counts, 1)
    heights = [round(18 * count / most, 1) for count in row.counts]
    return [(count, 20 - height, height) for count, height in zip(row.counts, heights, strict=True)]


def levels(row: "QuestionRow") -> str:
    """The same in a sentence."""
    counts = ", ".join(str(count) for count in row.counts)
    return say("People by level, 1 to 5: {counts}", counts=counts)


def flags(row: "QuestionRow") -> list[str]:
    """What to look at, a sentence each; every outlier by its name."""
    found = []
    if "few" in row.flags:
        found.append(say("A level from fewer than three people"))
    if "unknown" in row.flags:
        found.append(say("A quarter or more do not know"))
    found += [
        say(
            "{department} at {mean}, the median at {median}",
            department=item.department,
            mean=figure(item.mean),
            median=figure(item.median),
        )
        for item in row.outliers
    ]
    return found


def reason(item: "Priority") -> str:
    """Why a question weighs."""
    if item.reason is None:
        return say("Nothing in the roadmap rests on it")
    return {
        "gate": say("A gate of the verdict asks for it"),
        "law": say("The law asks for it"),
        "gap": say("It closes a gap"),
        "prerequisite": say("Another action needs it first"),
    }[item.reason]


def weight(item: "Priority") -> str:
    """A key that sorts as the list is ordered: by what rests on a question, then by its gap."""
    place = ("gate", "law", "gap", "prerequisite", None).index(item.reason)
    return f"{place} {9 - item.gap:.2f}"


def permission(quote: Quote) -> str:
    """Who may read a comment."""
    return {
        "private": say("Private: never to be quoted"),
        "unnamed": say("May be quoted without a name"),
        "department": say("May be quoted with the department"),
    }[quote.permission]


def question_rows(pack: Pack, rows: "Iterable[QuestionRow]") -> list[tuple[Cell, ...]]:
    """The table of questions for a file, with its numbers as numbers."""
    head: tuple[Cell, ...] = (
        say("Dimension"),
        say("Question"),
        say("Mean"),
        say("Standard deviation"),
        *(say("Level {n}", n=n) for n in range(1, 6)),
        say("Lowest department"),
        say("Its mean"),
        say("Highest department"),
        say("Its mean"),
        say("Share of “I do not know”"),
        say("Share of “does not apply”"),
        say("Share without an answer"),
        say("Worth a look"),
    )
    return [head, *(_question_row(pack, row) for row in rows)]


def _question_row(pack: Pack, row: "QuestionRow") -> tuple[Cell, ...]:
    asked = pack.question[row.id]
    return (
        words(pack.dimension[asked.dimension].name),
        words(asked.topic),
        row.mean,
        row.deviation,
        *row.counts,
        *(row.lowest or (None, None)),
        *(row.highest or (None, None)),
        row.dont_know,
        row.not_applicable,
        row.not_answered,
        "; ".join(flags(row)),
    )


def priority_rows(pack: Pack, rows: "Iterable[Priority]") -> list[tuple[Cell, ...]]:
    """The table of priorities for a file."""
    head: tuple[Cell, ...] = (
        say("Question"),
        say("Score"),
        say("Gap"),
        say("Why it weighs"),
        say("Actions that rest on it"),
    )
    return [
        head,
        *(
            (words(pack.question[row.question].topic), row.score, row.gap, reason(row), actions(pack, row))
            for row in rows
        ),
    ]


def actions(pack: Pack, row: "Priority") -> str:
    """The actions that rest on a question, by their titles."""
    return "; ".join(words(pack.action[key].title) for key in row.actions)


def quote_rows(pack: Pack, quotes: Sequence[Quote]) -> list[tuple[Cell, ...]]:
    """Comments that may be quoted, for a file."""
    head: tuple[Cell, ...] = (say("Question"), say("Department"), say("Comment"), say("Who may read it"))
    return [
        head,
        *(
            (words(pack.question[item.question].topic), item.department or None, item.text, permission(item))
            for item in quotes
        ),
    ]
