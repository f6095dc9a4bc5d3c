"""A question's page, whoever answers: the respondent, a delegate, or somebody who interviews."""

from dataclasses import dataclass, replace

from flask import Response, jsonify, render_template, request

from questionnaires.answers import DONT_KNOW, NOT_APPLICABLE
from questionnaires.errors import InvalidAnswer
from questionnaires.model import Question

from ..services.standing import Section
from ..services.submissions import Conflict, Saved
from ..services.waves import Earlier
from . import site
from .errors import wants_json
from .forms import NEXT, blank_of, field_name
from .language import hour, say, words


@dataclass(frozen=True, slots=True)
class Asking:
    """Where a question stands: what its form is sent to, where its links lead, how its page is laid out."""

    action: str
    """The address that the form is sent to."""
    home: str
    """The address of the list of parts."""
    previous: str
    """The address of the question before; "" for the first one."""
    keep: str
    """Names, in the browser, the text that could not be saved yet: one name for each person."""
    may_pass_on: bool = False
    """Whether the part may be passed on to a colleague."""
    template: str = "survey/respond/question.html"
    """A template that includes ``survey/respond/asking.html``."""
    aloud: bool = False
    """Whether somebody else answers than who types: the page says who gave what, and saves by its button."""
    beside: str = ""
    """A template with more to fill in, in the same form."""


@dataclass(frozen=True, slots=True)
class Place:
    """A question in its part: the ``number``-th, from 1."""

    section: Section
    asked: Question
    number: int


@dataclass(frozen=True, slots=True)
class Typed:
    """What a question's form brought: the answer, based on ``answer.revision``, and where to go next."""

    answer: Saved
    next: str
    told: bool
    """Whether the page had asked already why the question does not apply."""

    @property
    def wants_reason(self) -> bool:
        """Whether to ask, once, why the question does not apply. What was chosen is saved all the same."""
        unsaid = self.answer.value == NOT_APPLICABLE and not self.answer.note
        return unsaid and self.next == "on" and not self.told


def read(asked: Question) -> Typed:
    """What the form of this request says. Raises InvalidAnswer for what no form of ours sends."""
    # By hand, for no form is sent as often. How long its texts may be is asked where they are stored.
    sent = request.form
    value, told = sent.get(field_name(asked), ""), sent.get("told", "")
    revision, following = site.numeral(sent.get("revision", "")), sent.get("next", "on")
    right = {
        "value": value in ("", *blank_of(asked).values),
        "told": told in ("", "yes"),
        "revision": revision is not None,
        "next": following in NEXT,
    }
    if not all(right.values()):
        wrong = ", ".join(name for name, fits in right.items() if not fits)
        raise InvalidAnswer(f"{asked.id}: no form of ours sends such a {wrong}")
    note = sent.get({DONT_KNOW: "who", NOT_APPLICABLE: "why"}.get(value, ""), "")
    answer = Saved(
        value or None,
        sent.get("comment", "").strip(),
        revision or 0,
        note=" ".join(note.split()),
        quote=sent.get("quote", "") or "private",
    )
    if following == "clear":
        answer = replace(answer, value=None, note="")
    return Typed(answer, following, bool(told))


def question_page(
    asking: Asking,
    place: Place,
    shown: Saved,
    *,
    other: Saved | None = None,
    reason: bool = False,
    earlier: Earlier | None = None,
    **more: object,
) -> str:
    """The page of a question. ``other``: what another device saved meanwhile. ``reason``: ask why not.

    ``earlier``: what the person answered in the wave before, to be read beside it.
    """
    section, asked = place.section, place.asked
    return render_template(
        asking.template,
        asking=asking,
        section=section,
        dimension=site.pack().dimension[section.dimension],
        question=asked,
        number=place.number,
        shown=shown,
        other=other,
        words_of=lambda saved: words_of(asked, saved.value),
        blank=blank_of(asked),
        field=field_name(asked),
        reason=reason,
        earlier=earlier and (words_of(asked, earlier.value), earlier.as_of),
        **more,
    )


def outcome_json(outcome: Saved | Conflict) -> Response | None:
    """What the page's script is told about its save; None where a browser asked for a page."""
    if not wants_json():
        return None
    if isinstance(outcome, Conflict):
        response = jsonify(conflict=True)
        response.status_code = 409
        return response
    moment = outcome.saved_at
    return jsonify(
        revision=outcome.revision, saved_at=moment and moment.isoformat(), time=hour(moment) if moment else ""
    )


def conflict_page(asking: Asking, place: Place, typed: Typed, stored: Saved, **more: object) -> str:
    """Both values, for the second of two devices. Its next save is based on what it was just shown."""
    shown = replace(typed.answer, revision=stored.revision, saved_at=stored.saved_at)
    return question_page(asking, place, shown, other=stored, **more)  # type: ignore[arg-type]


def words_of(asked: Question, value: str | None) -> str:
    """An answer in words; "" for none."""
    if value is None:
        return ""
    if value.isdigit():
        return words(asked.statements[int(value) - 1])
    return say("I do not know") if value == DONT_KNOW else say("This does not apply")
