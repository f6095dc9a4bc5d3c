"""What the organisation states about itself: each value with who said it, and *not known* as a value."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from flask import Response, make_response, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse
from wtforms import BooleanField, Field, Form, IntegerField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import NumberRange, Optional, StopValidation

from questionnaires.answers import UNKNOWN, Stated
from questionnaires.model import Fact

from ..files import ImportProblems
from ..files.template import facts_text
from ..services import facts as service
from ..services.facts import Statement
from . import site
from .campaigns import answered, page, pages
from .language import count, locale, say, words
from .messages import tell
from .setup_forms import build, file_form, line
from .site import to
from .uploads import takes

GROUPS: Final = ("organisation", "need", "conditions")
MOST_BYTES: Final = 1_000_000
MOST: Final = 10_000_000
"""The largest number that a fact may have: what is more was typed wrongly."""
SHOWN: Final = 50
SIDE_BY_SIDE: Final = 6
"""Values of a fact that stand side by side; more of them are a list."""


@pages.route("/campaigns/<uuid:campaign>/facts", methods=["GET", "POST"])
def facts(campaign: UUID) -> AnyResponse | str | tuple[str, int]:
    """One group of facts. Each may be left alone; what is given is kept with who stated it."""
    part = request.args.get("part", GROUPS[0])
    part = part if part in GROUPS else GROUPS[0]
    found = service.stated(site.session(), campaign)
    group = [fact for fact in site.pack().facts.facts if fact.group == part]
    form = _form(group, found)
    if request.method == "POST" and form.validate():
        given = {fact.id: said for fact in group if (said := _said(form, fact, found.get(fact.id)))}
        service.state(site.session(), site.member(), campaign, given, site.now())
        tell(say("Saved."))
        following = GROUPS[(GROUPS.index(part) + 1) % len(GROUPS)]
        onward = request.form.get("next") == "on" and following != GROUPS[0]
        return to("campaigns.facts", campaign=campaign, part=following if onward else part)
    return answered(_page(part, group, form, found))


@pages.post("/campaigns/<uuid:campaign>/facts/file")
@takes(MOST_BYTES)
def facts_file(campaign: UUID) -> AnyResponse | tuple[str, int]:
    """Take facts over from a facts.yaml. One with problems changes nothing, and all of them are told."""
    form, problems = file_form(say("Facts as a file")), None
    sent = request.files.get("file")
    found = service.stated(site.session(), campaign)
    if not form.validate() or sent is None or not sent.filename:
        form.file.errors = [say("Choose a facts.yaml file")]
    else:
        try:
            stated, sponsor = service.read_file(site.pack(), sent.stream.read())
        except ImportProblems as error:
            problems = error
        else:
            by = sponsor or site.client().sponsor_name
            given = {fact: Statement(value, by) for fact, value in stated.items()}
            changed = service.state(site.session(), site.member(), campaign, given, site.now())
            tell(count("{n} fact has another value now.", "{n} facts have another value now.", changed))
            return to("campaigns.facts", campaign=campaign)
    group = [fact for fact in site.pack().facts.facts if fact.group == GROUPS[0]]
    return _page(GROUPS[0], group, _form(group, found), found, form, problems), 422


@pages.post("/campaigns/<uuid:campaign>/facts/confirm")
def facts_confirm(campaign: UUID) -> AnyResponse:
    """Confirm every fact of the wave before as it is."""
    number = service.confirm(site.session(), site.member(), campaign, site.now())
    tell(count("{n} fact has been confirmed.", "{n} facts have been confirmed.", number))
    return to("campaigns.facts", campaign=campaign)


@pages.get("/campaigns/<uuid:campaign>/facts.yaml")
def facts_template(campaign: UUID) -> Response:
    """The file to fill in, with every fact explained in the page's language."""
    response = make_response(facts_text(site.pack(), locale()))
    response.mimetype = "application/yaml"
    response.headers["Content-Disposition"] = 'attachment; filename="facts.yaml"'
    return response


def _page(  # noqa: PLR0917 - what one group shows
    part: str,
    group: list[Fact],
    form: FlaskForm,
    found: Mapping[str, Statement],
    upload: Any = None,
    problems: ImportProblems | None = None,
) -> str:
    pack, campaign = site.pack(), site.campaign()
    names = {
        "organisation": say("The organisation"),
        "need": say("The need"),
        "conditions": say("The conditions"),
    }
    tabs = [
        (_tab(names[key], key, found), url_for("campaigns.facts", campaign=campaign.id, part=key))
        for key in GROUPS
    ]
    return page(
        "survey/campaigns/facts.html",
        part=part,
        name=names[part],
        last=part == GROUPS[-1],
        group=group,
        form=form,
        found=found,
        left=service.unknown(pack, found),
        carried=sum(item.carried for item in found.values()),
        total=len(pack.fact),
        groups=tabs,
        instruction=pack.facts.instruction,
        upload=upload or file_form(say("Facts as a file")),
        problems=problems,
        shown=SHOWN,
    )


def _tab(name: str, group: str, found: Mapping[str, Statement]) -> str:
    """A group of facts with what is still to do in it: what nobody knows, what waits to be confirmed."""
    facts = [found.get(fact.id) for fact in site.pack().facts.facts if fact.group == group]
    left = sum(said is None or said.value == UNKNOWN for said in facts)
    carried = sum(said is not None and said.carried for said in facts)
    if carried and left:
        return say("{name}: {n} to confirm, {left} not known", name=name, n=carried, left=left)
    if carried:
        return say("{name}: {n} to confirm", name=name, n=carried)
    return count("{name}: {n} not known", "{name}: {n} not known", left, name=name) if left else name


def _form(group: list[Fact], found: Mapping[str, Statement]) -> Any:
    """A form with a value and a source for each fact, under names that no method of a form has."""
    fields: dict[str, Any] = {}
    pack = site.pack()
    for fact in group:
        said = found.get(fact.id)
        value = said.value if said else None
        if fact.kind == "number":
            known = value if isinstance(value, int) else None
            fields[f"f_{fact.id}"] = IntegerField(
                words(fact.text), default=known, validators=[Optional(), _whole, _in_range()]
            )
            fields[f"u_{fact.id}"] = BooleanField(words(pack.facts.unknown), default=value == UNKNOWN)
        else:
            fields[f"f_{fact.id}"] = _choice(fact, value)
        by = said.stated_by if said else site.client().sponsor_name
        fields[f"s_{fact.id}"] = line(say("Stated by"), 200, default=by)
    return build(**fields)


def _choice(fact: Fact, value: Stated | None) -> Field:
    """One of a fact's values, *not known* among them: side by side, or as a list where they are many."""
    choices = [SelectChoice(item.id, words(item.name)) for item in fact.values]
    choices.append(SelectChoice(UNKNOWN, words(site.pack().facts.unknown)))
    if len(fact.values) > SIDE_BY_SIDE:
        listed = [SelectChoice("", say("Choose …")), *choices]
        return SelectField(words(fact.text), choices=listed, default=value, validators=[Optional()])
    return RadioField(words(fact.text), choices=choices, default=value, validators=[Optional()])


def _said(form: FlaskForm, fact: Fact, before: Statement | None) -> Statement | None:
    """What the form says of a fact; None where nothing was chosen."""
    value: Stated | None = form[f"f_{fact.id}"].data or None
    if fact.kind == "number":
        number = form[f"f_{fact.id}"].data
        # A number that was emptied is not known any more.
        gone = before is not None and before.value != UNKNOWN
        value = number if number is not None else UNKNOWN if form[f"u_{fact.id}"].data or gone else None
    return None if value is None else Statement(value, form[f"s_{fact.id}"].data or "")


def _in_range() -> NumberRange:
    return NumberRange(0, MOST, say("Enter a whole number from 0, digits only"))


def _whole(form: Form, field: Field) -> None:
    if field.process_errors:
        field.errors = []
        raise StopValidation(say("Enter a whole number from 0, digits only"))
    unknown = form[field.name.replace("f_", "u_", 1)]
    if field.data is not None and unknown.data:
        raise StopValidation(say("Enter a number, or tick that it is not known, but not both"))
