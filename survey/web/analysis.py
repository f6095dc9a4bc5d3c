"""The analysis of what was answered, for consultants: tables with filters, priorities, what people wrote."""

from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, abort, request, url_for

from questionnaires.errors import InvalidAnswer

from ..services import analysis as service
from ..services.analysis import Analysis
from . import analysis_words, site
from .analysis_words import ORDERS
from .desk import attached, page
from .language import say, words

if TYPE_CHECKING:
    from reports.analysis import QuestionRow, Selection

pages = Blueprint("analysis", __name__)

FEW: Final = 3
"""Below so many people a mean says little, and a spread nothing."""
FILTERS: Final = ("dimension", "department", "role")


@pages.get("/campaigns/<uuid:campaign>/analysis")
def overview(campaign: object) -> str:
    """Every question with its spread, what matters most, and what people wrote."""
    selection, order = _selection(), request.args.get("order", "")
    if order not in ORDERS:
        abort(404)
    found = _found(selection)
    pack = site.pack()
    chosen = {name: getattr(selection, name) for name in FILTERS if getattr(selection, name)}
    return page(
        "survey/analysis/overview.html",
        found=found,
        rows=_ordered(found.rows, order),
        selection=selection,
        order=order,
        dimensions=[(item.id, words(item.name)) for item in pack.questionnaire.dimensions],
        roles=[(key, words(pack.role[key].name)) for key in found.roles],
        pack=pack,
        asked=pack.question,
        role_name=lambda key: words(pack.role[key].name) if key in pack.role else "",
        departments=[(name, name) for name in found.departments],
        words_for=analysis_words,
        few=FEW,
        files={
            (table, kind): url_for(
                "analysis.file", campaign=site.campaign().id, table=table, file=kind, **chosen
            )
            for table in ("questions", "priorities", "quotes")
            for kind in ("csv", "xlsx")
        },
    )


@pages.get(
    "/campaigns/<uuid:campaign>/analysis/<any(questions, priorities, quotes):table>.<any(csv, xlsx):file>"
)
def file(campaign: object, table: str, file: str) -> Response:
    """One of the tables, as selected, to take away; of the comments, those that may be quoted."""
    selection, pack = _selection(), site.pack()
    if table == "quotes":
        # Not by department or role: whoever must not be named would be, by the name of the file's filter.
        quotable = service.quotable(site.session(), pack, site.campaign().id, selection.dimension)
        return attached(analysis_words.quote_rows(pack, quotable), file, say("comments"), say("Comments"))
    found = _found(selection)
    if table == "questions":
        rows = analysis_words.question_rows(pack, found.rows)
        return attached(rows, file, say("questions"), say("Questions"))
    rows = analysis_words.priority_rows(pack, found.priorities or ())
    return attached(rows, file, say("priorities"), say("Priorities"))


def _selection() -> "Selection":
    from reports.analysis import Selection  # noqa: PLC0415 - with numpy, for those who analyse

    return Selection(**{name: request.args.get(name, "") for name in FILTERS})


def _found(selection: "Selection") -> Analysis:
    try:
        return service.analysis(site.session(), site.pack(), site.campaign().id, selection)
    except InvalidAnswer:
        abort(404)


def _ordered(rows: "tuple[QuestionRow, ...]", order: str) -> "list[QuestionRow]":
    """Rows in an order that needs no script; those without a figure last."""
    keys = {
        "apart": lambda row: -row.distance,
        "low": lambda row: 9.0 if row.mean is None else row.mean,
        "unknown": lambda row: -(row.dont_know or 0.0),
    }
    return sorted(rows, key=keys[order]) if order else list(rows)
