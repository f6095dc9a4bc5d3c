"""What follows from the decision: the list, each thing to do, one's own, and the list as a file."""

import re
from typing import Any
from uuid import UUID

from flask import Response, abort, request
from werkzeug.wrappers import Response as AnyResponse
from wtforms import DateField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from reports import typography

from ..files.written import Cell
from ..services import follow_up as service
from ..services.follow_up import LONGEST, Conflict, Entry, Values
from . import site
from .desk import attached
from .forms import TextForm
from .language import day, on, say, words
from .messages import tell
from .reading import campaign, may_record, pack, page, pages, recorder
from .site import to


class EntryForm(TextForm):
    """One thing to do: what, who, by when, what proves it, how far it has come."""

    title = StringField(validators=[DataRequired(), Length(max=LONGEST["title"])])
    owner = StringField(validators=[Optional(), Length(max=LONGEST["owner"])])
    due_on = DateField(validators=[Optional()])
    proof = TextAreaField(validators=[Optional(), Length(max=LONGEST["proof"])])
    state = RadioField(validators=[InputRequired()])
    note = TextAreaField(validators=[Optional(), Length(max=LONGEST["note"])])
    revision = HiddenField()


@pages.get("/follow-up")
def follow_up() -> str:
    """Everything that follows from the decision, and what is late."""
    found = service.entries(site.session(), campaign().id)
    rows = [(item, title(item), proof(item), states()[item.values.state], *due(item)) for item in found]
    return page(
        "follow_up",
        rows=rows,
        late=sum(item.overdue(site.today()) for item in found),
        done=sum(item.values.state == "done" for item in found),
        counted=sum(item.values.state != "dropped" for item in found),
    )


@pages.get("/follow-up.<any(csv, xlsx):file>")
def follow_up_file(file: str) -> Response:
    """The list as a file to take away."""
    heads = (say("Action"), say("In charge"), say("Due"), say("Status"), say("Proof"), say("Note"))
    rows: list[tuple[Cell, ...]] = [(*heads, say("Changed by"))]
    for item in service.entries(site.session(), campaign().id):
        values, state = item.values, states()[item.values.state]
        due_on = values.due_on.isoformat() if values.due_on else ""
        rows.append((title(item), values.owner, due_on, state, proof(item), values.note, item.changed_by))
    whose = re.sub(r"[^A-Za-z0-9]+", "-", campaign().organisation.name).strip("-").lower()
    return attached(rows, file, f"follow-up-{whose}", say("Follow-up"))


@pages.get("/follow-up/new")
def entry_new() -> str:
    """The form for something of one's own."""
    return _page(_form(None, Values("")), None) if may_record() else abort(404)


@pages.post("/follow-up/new")
def entry_add() -> str | tuple[str, int] | AnyResponse:
    """Put something of one's own on the list."""
    if not may_record():
        abort(404)
    form = _form(request.form, Values(""))
    if not _fine(form):
        return _page(form, None), 422
    service.add(site.session(), recorder(), _values(form))
    tell(say("It is on the list."))
    return to(".follow_up")


@pages.get("/follow-up/<uuid:follow_up>")
def entry(follow_up: UUID) -> str:
    """One thing to do as it stands, to change where the reader may."""
    found = _found(follow_up)
    return _page(_form(None, found.values, found.revision), found)


@pages.post("/follow-up/<uuid:follow_up>")
def entry_save(follow_up: UUID) -> str | tuple[str, int] | AnyResponse:
    """Save how one thing to do stands; where somebody else saved meanwhile, show both."""
    if not may_record():
        abort(404)
    found = _found(follow_up)
    form = _form(request.form, found.values, found.revision)
    if found.action:
        form.title.data = found.values.title
    if not _fine(form):
        return _page(form, found), 422
    based_on = site.numeral(form.revision.data or "") or 0
    outcome = service.change(site.session(), recorder(), follow_up, _values(form), based_on=based_on)
    if isinstance(outcome, Conflict):
        form.revision.data = str(outcome.stored.revision)
        return _page(form, outcome.stored, theirs=_differences(form, outcome.stored)), 409
    tell(say("Saved."))
    return to(".follow_up")


def title(item: Entry) -> str:
    """What there is to do, in the page's language where the catalogue knows it."""
    return words(pack().action[item.action].title) if item.action in pack().action else item.values.title


def proof(item: Entry) -> str:
    """What proves it; in the page's language as long as it is what the catalogue says."""
    own = pack().action.get(item.action)
    said = item.values.proof
    if own and said in {typography.typeset(own.proof[code], code) for code in pack().questionnaire.languages}:
        return words(own.proof)
    return said


def states() -> dict[str, str]:
    """How far a thing has come, in words."""
    return {"open": say("To do"), "started": say("Under way"), "done": say("Done"), "dropped": say("Dropped")}


def due(item: Entry) -> tuple[str, bool]:
    """The day, and whether it has passed."""
    return (day(item.values.due_on) if item.values.due_on else ""), item.overdue(site.today())


def _found(entry_id: UUID) -> Entry:
    of = campaign()
    return service.entry_of(site.session(), of.organisation_id, of.id, entry_id) or abort(404)


def _form(data: Any, values: Values, revision: int = 1) -> EntryForm:
    form = EntryForm(
        data,
        title=values.title,
        owner=values.owner,
        due_on=values.due_on,
        proof=values.proof,
        state=values.state,
        note=values.note,
        revision=str(revision),
    )
    form.state.choices = list(states().items())
    labels = {
        "title": say("What is to be done?"),
        "owner": say("Who answers for it?"),
        "due_on": say("By which day?"),
        "proof": say("What will show that it is done?"),
        "state": say("How far has it come?"),
        "note": say("Note"),
    }
    for name, text in labels.items():
        form[name].label.text = text
    return form


def _fine(form: EntryForm) -> bool:
    """Whether it can be kept; tells in place why not."""
    form.validate()
    if form.title.errors:
        form.title.errors = [say("Write what is to be done, in up to {n} characters", n=LONGEST["title"])]
    if form.due_on.errors:
        form.due_on.errors = [say("Enter a day, such as {day}", day="2026-12-04")]
    if form.state.errors:
        form.state.errors = [say("Choose how far it has come")]
    for name in ("owner", "proof", "note"):
        if form[name].errors:
            form[name].errors = [say("Write {n} characters at most", n=LONGEST[name])]
    return not any(field.errors for field in form)


def _values(form: EntryForm) -> Values:
    return Values(
        form.title.data or "",
        form.owner.data or "",
        form.due_on.data,
        form.proof.data or "",
        str(form.state.data),
        form.note.data or "",
    )


def _differences(form: EntryForm, stored: Entry) -> list[tuple[str, str, str]]:
    """Where two people wrote different things: the field, what the other saved, what was typed here."""
    mine, theirs = _values(form), stored.values
    texts = [
        (form.title.label.text, theirs.title, mine.title),
        (form.owner.label.text, theirs.owner, mine.owner),
        (form.due_on.label.text, *(day(each.due_on) if each.due_on else "" for each in (theirs, mine))),
        (form.proof.label.text, theirs.proof, mine.proof),
        (form.state.label.text, states()[theirs.state], states()[mine.state]),
        (form.note.label.text, theirs.note, mine.note),
    ]
    return [(name, a or "–", b or "–") for name, a, b in texts if a != b]


def _page(form: EntryForm, found: Entry | None, theirs: list[tuple[str, str, str]] | None = None) -> str:
    return page(
        "entry",
        form=form,
        entry=found,
        name=title(found) if found else say("Something of your own"),
        theirs=theirs or [],
        changed_on=on(found.changed_at) if found else "",
        due_text=due(found)[0] if found else "",
        state_text=states()[found.values.state] if found else "",
        late=due(found)[1] if found else False,
    )
