"""The decision on one page, as it was recorded, and what follows from it."""

from datetime import date
from typing import Any

from flask import abort, request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse
from wtforms import DateField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from ..services import decisions, editions
from ..services.decisions import Taken
from . import site
from .forms import TextForm
from .language import day, locale, on, say
from .messages import tell
from .reading import (
    campaign,
    decided,
    may_record,
    pack,
    page,
    pages,
    recorded,
    recorder,
    report,
    results,
    shown,
)
from .site import to


class DecisionForm(TextForm):
    """What was decided, by whom, when."""

    option = RadioField(validators=[InputRequired()])
    decided_by = StringField(validators=[DataRequired(), Length(max=decisions.LONGEST_NAME)])
    decided_on = DateField(validators=[InputRequired()])
    amendments = TextAreaField(validators=[Optional(), Length(max=decisions.LONGEST)])


@pages.get("/decision")
def decision() -> str:
    """Page one of the report, to print; what was recorded on it, newest first."""
    from reports.render import render_decision  # noqa: PLC0415 - loads when a report is wanted

    numbers = {item.edition_id: item.number for item in editions.versions(site.session(), campaign().id)}
    return page(
        "decision",
        sheet=render_decision(report()),
        recorded=[
            (
                item,
                decided(item.taken.option),
                day(item.taken.decided_on),
                on(item.recorded_at),
                numbers[item.edition_id],
            )
            for item in recorded()
        ],
    )


@pages.get("/decision/record")
def record_form() -> str:
    """The form in which a decision is recorded."""
    if not may_record():
        abort(404)
    return _form_page(_form(None))


@pages.post("/decision/record")
def record() -> str | tuple[str, int] | AnyResponse:
    """Record a decision; the follow-up list comes with it."""
    if not may_record():
        abort(404)
    form = _form(request.form)
    if not _fine(form):
        return _form_page(form), 422
    assert form.decided_on.data is not None  # noqa: S101 - checked
    taken = Taken(
        str(form.option.data), form.decided_by.data or "", form.decided_on.data, form.amendments.data or ""
    )
    from reports.build import planned  # noqa: PLC0415 - with numpy, for those who decide

    plan = planned(pack(), results(), locale())
    decisions.record(site.session(), recorder(), pack(), shown().edition_id, taken, plan)
    tell(say("The decision is recorded."))
    return to(".decision" if taken.option == decisions.POSTPONED else ".follow_up")


def _form(data: Any) -> DecisionForm:
    asked = report().decision
    form = DecisionForm(
        data,
        option=results().mandate.verdict,
        decided_by=asked.owner,
        decided_on=site.today(),
    )
    form.option.choices = [(key, decided(key)) for key in decisions.options(pack())]
    form.option.label.text = say("What was decided?")
    form.decided_by.label.text = say("Who decided?")
    form.decided_on.label.text = say("On which day?")
    form.amendments.label.text = say("Amendments and reservations")
    return form


def _fine(form: DecisionForm) -> bool:
    """Whether a decision can be recorded; tells in place why not."""
    form.validate()
    if form.option.errors:
        form.option.errors = [say("Choose what was decided")]
    if form.decided_by.errors:
        form.decided_by.errors = [say("Enter the person or body that decided, in up to 200 characters")]
    if form.decided_on.errors:
        form.decided_on.errors = [say("Enter a day, such as {day}", day="2026-12-04")]
    elif form.decided_on.data and form.decided_on.data > site.today():
        form.decided_on.errors = [say("This day is still to come: record the decision once it is taken")]
    elif form.decided_on.data and form.decided_on.data < date(2000, 1, 1):
        form.decided_on.errors = [say("Enter a day, such as {day}", day="2026-12-04")]
    if form.amendments.errors:
        form.amendments.errors = [say("Write {n} characters at most", n=decisions.LONGEST)]
    elif form.option.data == decisions.OTHER and not (form.amendments.data or "").strip():
        form.amendments.errors = [say("Write what was decided instead")]
    return not any(field.errors for field in form)


def _form_page(form: FlaskForm) -> str:
    return page("record", form=form, advised=results().mandate.verdict)
