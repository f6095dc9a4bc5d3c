"""One person in the field: the views under ``field.person``, which ``field.py`` gives their addresses."""

from uuid import UUID

from flask import request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse
from wtforms import EmailField, StringField
from wtforms.validators import Length, Optional

from questionnaires.errors import InvalidAnswer

from ..models import Respondent
from ..services import field, mail
from ..services import person as service
from . import field_words, site
from .desk import desk, page
from .desk import respondent as respondent_of
from .language import say, words
from .letter_words import kind_name
from .messages import tell
from .site import to


class AddressForm(FlaskForm):
    """Where to write to a person."""

    email = EmailField(validators=[Optional(), Length(max=320)])


class BouncedForm(FlaskForm):
    """Which e-mail came back, and what was said."""

    mail = StringField(validators=[Length(max=36)])
    reason = StringField(validators=[Optional(), Length(max=500)])


def show(campaign: object, respondent: UUID) -> str:
    """What happened around a person, and what can be done."""
    return _page(respondent_of(respondent))


def address(campaign: object, respondent: UUID) -> AnyResponse | tuple[str, int]:
    """Write to another address from now on."""
    person, form = respondent_of(respondent), AddressForm(request.form)
    if form.validate():
        try:
            service.change_address(site.session(), desk(), person.id, form.email.data or "")
        except InvalidAnswer:
            form.email.errors = [
                say("Enter an address like name@company.com that nobody else on the list has")
            ]
        else:
            tell(say("The address is changed. The next e-mail goes there."))
            return _back(respondent)
    else:
        form.email.errors = [say("Shorten the address to 320 characters")]
    return _page(person, form=form), 422


def link(campaign: object, respondent: UUID) -> str:
    """Make a personal link and show it, once: it is stored nowhere."""
    person = respondent_of(respondent)
    replace = _chosen("replace") == "y"
    token = service.fresh_link(site.session(), desk(), person.id, withdraw=replace)
    return _page(person, link=f"{site.settings().public_url}/i/{token}", replaced=replace)


def bounced(campaign: object, respondent: UUID) -> AnyResponse:
    """Note that an e-mail came back."""
    person, form = respondent_of(respondent), BouncedForm(request.form)
    if not form.validate():
        raise InvalidAnswer("which e-mail came back?")
    try:
        mail_id = UUID(form.mail.data or "")
    except ValueError as error:
        raise InvalidAnswer("which e-mail came back?") from error
    service.mark_bounced(site.session(), desk(), person.id, mail_id, form.reason.data or "")
    tell(say("Noted: this e-mail came back. Correct the address next."), "alert")
    return _back(respondent)


def listed(campaign: object, respondent: UUID) -> AnyResponse:
    """Take a person off the list, or put one back."""
    person, wanted = respondent_of(respondent), _chosen("listed") == "y"
    service.set_listed(site.session(), desk(), person.id, listed=wanted)
    tell(say("Back on the list.") if wanted else say("Taken off the list. Nothing is lost."))
    return _back(respondent)


def muted(campaign: object, respondent: UUID) -> AnyResponse:
    """Send no more reminders, or do again."""
    person, wanted = respondent_of(respondent), _chosen("muted") == "y"
    service.set_muted(site.session(), desk(), person.id, muted=wanted)
    tell(say("No more reminders for this person.") if wanted else say("Reminders go out again."))
    return _back(respondent)


def _chosen(name: str) -> str:
    return request.form.get(name, "")


def _back(respondent: UUID) -> AnyResponse:
    return to("field.person", campaign=site.campaign().id, respondent=respondent)


def _page(
    person: Respondent, form: AddressForm | None = None, link: str = "", *, replaced: bool = False
) -> str:
    known = field.standing_of(site.session(), site.pack(), site.campaign(), person, site.now())
    form = form or AddressForm(formdata=None, email=person.email)
    form.email.label.text = say("E-mail address")
    return page(
        "survey/field/person.html",
        person=person,
        stand=known,
        history=[
            (item, _told(item), kind_name(item.about) if item.mail_id else "")
            for item in service.history(site.session(), person)
        ],
        form=form,
        link=link,
        replaced=replaced,
        mail_available=mail.available(site.settings()),
        words_for=field_words,
    )


def _told(item: service.Happening) -> str:
    """Something that happened, in a sentence."""
    if item.kind.startswith("part_"):
        part = words(site.pack().dimension[item.about].name)
        return {
            "part_asked": say("{name} was asked for {part}", name=item.detail, part=part),
            "part_begun": say("{name} has started {part}", name=item.detail, part=part),
            "part_returned": say("{name} gave {part} back", name=item.detail, part=part),
            "part_withdrawn": say("{part} was taken back from {name}", name=item.detail, part=part),
        }[item.kind]
    return {
        "mail_queued": say("E-mail waiting to be sent"),
        "mail_sending": say("E-mail being sent"),
        "mail_sent": say("E-mail sent"),
        "mail_refused": say("E-mail refused by the mail server"),
        "mail_bounced": say("E-mail came back"),
        "link": say("Personal link made"),
        "link_withdrawn": say("Personal link withdrawn"),
        "started": say("Questionnaire started"),
        "sent": say("Answers sent"),
        "removed": say("Taken off the list"),
        "muted": say("Asked for no more reminders"),
    }[item.kind]
