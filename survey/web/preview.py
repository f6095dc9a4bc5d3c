"""The questionnaire as respondents see it, to read through before the launch. Nothing can be kept here."""

from uuid import UUID

from flask import abort, request

from ..services.submissions import minutes
from . import site
from .campaigns import page, pages
from .forms import blank_of, field_name


@pages.get("/campaigns/<uuid:campaign>/preview")
def preview(campaign: UUID) -> str:
    """The parts, or one question: as on the respondents' pages, without a way to answer."""
    questions = site.pack().questionnaire.questions
    asked = request.args.get("question", "")
    if not asked:
        parts = [
            (item, [question for question in questions if question.dimension == item.id])
            for item in site.pack().questionnaire.dimensions
        ]
        rows = [(item, of_part, minutes(len(of_part))) for item, of_part in parts]
        return page("survey/campaigns/preview.html", rows=rows, total=minutes(len(questions)), question=None)
    keys = [question.id for question in questions]
    if asked not in keys:
        abort(404)
    place = keys.index(asked)
    question = questions[place]
    same = [item.id for item in questions if item.dimension == question.dimension]
    return page(
        "survey/campaigns/preview.html",
        question=question,
        dimension=site.pack().dimension[question.dimension],
        number=same.index(asked) + 1,
        all=len(same),
        blank=blank_of(question),
        before=keys[place - 1] if place else "",
        after=keys[place + 1] if place + 1 < len(keys) else "",
        field=field_name(question),
    )
