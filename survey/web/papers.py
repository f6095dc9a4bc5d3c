"""Papers to take along, as PDF: the questions to fill in by hand, and a copy of what was answered."""

from datetime import UTC, datetime, time
from time import monotonic

from flask import Blueprint, Response, make_response

from questionnaires.model import Dimension, Question
from reports.paper import Item, Paper, Part

from ..services import standing
from ..services.submissions import Saved
from . import site
from .asking import words_of
from .forms import outside_words, quotes
from .language import day, hour, locale, on, say, words
from .results import documents

pages = Blueprint("papers", __name__)


@pages.get("/answers/questions.pdf")
def questions() -> Response:
    """The questions with boxes to tick: for those who would rather write, or talk them over first."""
    person = site.visitor()
    parts = tuple(
        Part(
            words(dimension.name),
            words(dimension.about),
            tuple(_blank(number, asked) for number, asked in enumerate(_asked(dimension), 1)),
        )
        for dimension in site.pack().questionnaire.dimensions
        if person.part in ("", dimension.id)
    )
    title = say("The questions for {department}", department=person.department)
    lead = words(site.pack().questionnaire.instruction)
    facts = ((say("Name"), ""), (say("Function"), ""), (say("Date"), ""))
    closing = say(
        "Hand the pages to whoever runs the assessment, or enter your answers by your personal link:"
        " only then do they count."
    )
    today = datetime.combine(site.now().date(), time(), UTC)  # the same document all day
    return _sent(_paper(title, lead, facts, parts, closing=closing, created=today), "questions")


@pages.get("/answers/copy.pdf")
def copy() -> Response:
    """What was answered, with its reference and the moment it was sent."""
    person, progress = site.visitor(), standing.progress(site.session(), site.pack(), site.visitor())
    parts = tuple(
        Part(
            words(site.pack().dimension[section.dimension].name),
            "",
            tuple(
                _given(number, site.pack().question[key], progress.answers.get(key, Saved()))
                for number, key in enumerate(section.questions, 1)
            ),
        )
        for section in progress.sections
    )
    moment = progress.sent_at or progress.last_saved or site.now()
    when = {"day": on(moment), "time": hour(moment)}
    lead = say("Sent on {day} at {time}.", **when)
    if not progress.sent_at:
        lead = say("Not sent yet: what was saved until {day}, {time}.", **when)
    facts = (
        (say("Department"), person.department),
        (say("Answered by"), person.name),
        (say("Reference"), progress.reference),
        (say("Assessment run by"), person.prepared_by),
        (say("Contact"), person.contact),
    )
    closing = say("Your answers are confidential, not anonymous. Keep this copy where others do not read it.")
    title = say("Your answers for {department}", department=person.department)
    written = tuple((label, text) for label, text in facts if text)
    paper = _paper(title, lead, written, parts, closing=closing, created=moment)
    return _sent(paper, f"answers-{progress.reference.lower()}")


def _asked(dimension: Dimension) -> list[Question]:
    return [item for item in site.pack().questionnaire.questions if item.dimension == dimension.id]


def _blank(number: int, asked: Question) -> Item:
    return Item(
        str(number),
        words(asked.text),
        tuple(words(text) for text in asked.statements),
        outside_words(asked),
        notes=((say("An example, or a comment (optional)"), ""),),
    )


def _given(number: int, asked: Question, stored: Saved) -> Item:
    notes = []
    if stored.note:
        notes.append((say("Who would know") if stored.value == "dk" else say("Why not"), stored.note))
    if stored.comment:
        notes.append((say("Comment"), stored.comment))
        notes.append((say("Who may read the comment"), quotes()[stored.quote]))
    if stored.given_by:
        notes.append((say("Answered by"), stored.given_by))
    return Item(
        str(number),
        words(asked.text),
        answer=words_of(asked, stored.value) or say("Not answered"),
        unanswered=stored.value is None,
        notes=tuple(notes),
    )


def _paper(
    title: str,
    lead: str,
    facts: tuple[tuple[str, str], ...],
    parts: tuple[Part, ...],
    *,
    closing: str,
    created: datetime,
) -> Paper:
    person = site.visitor()
    return Paper(
        locale=locale(),
        organisation=person.organisation,
        subject=words(site.pack().questionnaire.title),
        date=day(created.date()),
        author=person.prepared_by,
        created=created.replace(microsecond=0).isoformat(),
        title=title,
        lead=lead,
        facts=facts,
        parts=parts,
        closing=closing,
        footer=say("Confidential · {organisation}", organisation=person.organisation),
        page_word=say("Page"),
    )


def _sent(paper: Paper, name: str) -> Response:
    # The reading is over: no other request waits for this one while the document is made.
    site.session().rollback()
    documents().asked.check(str(site.visitor().invitation_id), monotonic())
    response = make_response(documents().pdf(paper))
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="mandate-{name}-{locale()}.pdf"'
    return response
