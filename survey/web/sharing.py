"""Sharing the results: one link a person, how long and how it opens, and who read what when."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from questionnaires.errors import InvalidAnswer

from ..files.written import Cell
from ..models import Invitation
from ..services import editions, mail, readers, reading_log, tenant
from ..services.readers import Reader, Terms
from . import site
from .desk import desk, page, table_file
from .language import LANGUAGES, count, language_name, on, say, told
from .messages import tell
from .reader_form import reader_form
from .site import to

pages = Blueprint("sharing", __name__, url_prefix="/campaigns/<uuid:campaign>/results/sharing")

DAYS: Final = 90
"""How long a link works unless another end is chosen."""
SHOWN: Final = 30
"""Lines of the view log on the page; the file has them all."""


@pages.get("")
def overview(campaign: object) -> str:
    """Who may read, and who did."""
    return _page(_form())


@pages.post("")
def add(campaign: object) -> AnyResponse | str | tuple[str, int]:
    """Hand a link out: by e-mail, or shown once to be copied."""
    form = _form(request.form)
    if not form.validate():
        return _page(form), 422
    by_mail = form.how.data == "mail"
    terms = Terms(
        form.name.data,
        form.email.data,
        form.locale.data or None,
        _end_of(form.expires_on.data),
        form.asks_code.data,
    )
    try:
        token = readers.hand_out(site.session(), desk(), terms, by_mail=by_mail)
    except InvalidAnswer as fault:
        form.form_errors.append(told(fault.args[0]))
        return _page(form), 422
    if not by_mail:
        return _page(_form(), f"{site.settings().public_url}/i/{token}", terms.name)
    tell(say("The link for {name} is on its way.", name=terms.name))
    return to("sharing.overview", campaign=site.campaign().id)


@pages.post("/<uuid:invitation>/again")
def again(campaign: object, invitation: UUID) -> AnyResponse:
    """Send another e-mail with a link."""
    _known(invitation)
    try:
        readers.send_again(site.session(), desk(), invitation)
    except InvalidAnswer as fault:
        tell(told(fault.args[0]), "alert")
    else:
        tell(say("Another e-mail with a link is on its way. Earlier links go on working."))
    return to("sharing.overview", campaign=site.campaign().id)


@pages.post("/<uuid:invitation>/extend")
def extend(campaign: object, invitation: UUID) -> AnyResponse:
    """Let a link work until another day."""
    _known(invitation)
    try:
        day = date.fromisoformat(request.form.get("expires_on", ""))
        readers.extend(site.session(), desk(), invitation, _end_of(day))
    except (ValueError, InvalidAnswer):
        tell(say("Choose today or a later day"), "alert")
    else:
        tell(say("The link works until the day that you chose."))
    return to("sharing.overview", campaign=site.campaign().id)


@pages.post("/<uuid:invitation>/withdraw")
def withdraw(campaign: object, invitation: UUID) -> AnyResponse:
    """End a reader's links."""
    _known(invitation)
    readers.withdraw(site.session(), desk(), invitation)
    tell(say("The link has stopped working."))
    return to("sharing.overview", campaign=site.campaign().id)


@pages.get("/log.<any(csv, xlsx):file>")
def log(campaign: object, file: str) -> Response:
    """Who read what when, as a table to take away."""
    head: tuple[Cell, ...] = (say("When"), say("Who"), say("Version"), say("What"))
    rows: list[tuple[Cell, ...]] = [
        (item.at.astimezone(_zone()).strftime("%Y-%m-%d %H:%M"), item.who, item.number, what(item.what))
        for item in reading_log.lines(site.session(), site.campaign().id)
    ]
    return table_file("reading", file, [head, *rows])


def what(noted: str) -> str:
    """What was read, in words."""
    if noted == reading_log.OPENED:
        return say("Opened the results")
    name, _, code = noted.partition(" ")
    return f"{name} ({language_name(code)})" if code in LANGUAGES else name


def _known(invitation: UUID) -> None:
    campaign = site.campaign()
    found = tenant.own(site.session(), Invitation, campaign.organisation_id, invitation, campaign.id)
    if found is None or found.purpose != "read":
        abort(404)


def _end_of(day: date | None) -> datetime | None:
    """The moment at which a link stops that works until the end of a day, where the site is."""
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=_zone()).astimezone()


def _form(sent: MultiDict[str, str] | None = None) -> Any:
    mails = mail.available(site.settings())
    data = {
        "locale": site.campaign().organisation.locale,
        "expires_on": site.today() + timedelta(days=DAYS),
        "how": "mail" if mails else "copy",
    }
    return reader_form(sent, data, mails=mails)


def _page(form: Any, shown: str = "", whose: str = "") -> str:
    campaign, session = site.campaign(), site.session()
    return page(
        "survey/sharing/overview.html",
        form=form,
        link=shown,
        whose=whose,
        readers=readers.readers(session, campaign.id),
        published=editions.newest_number(session, campaign.id),
        lines=reading_log.lines(session, campaign.id, SHOWN),
        what=what,
        state=state,
        mails=mail.available(site.settings()),
        last_day=last_day,
        end_day=end_day,
        reads=reads,
    )


def state(reader: Reader) -> tuple[str, str]:
    """Whether a reader's link works, in words, and the tone of its tag."""
    if reader.revoked_at is not None:
        return say("withdrawn"), "quiet"
    if reader.expires_at is not None and reader.expires_at <= site.now():
        return say("expired"), "wait"
    if reader.mail_state in ("refused", "bounced"):
        return say("the e-mail did not arrive"), "alert"
    if reader.mail_state in ("queued", "sending"):
        return say("the e-mail is on its way"), "wait"
    return say("works"), "good"


def last_day(reader: Reader) -> str:
    """The last day on which a link works, in words."""
    if reader.expires_at is None:
        return say("without an end")
    return on(reader.expires_at - timedelta(seconds=1))


def end_day(reader: Reader) -> str:
    """The last day on which a link works, as a field of a form has it; "" without an end."""
    if reader.expires_at is None:
        return ""
    return (reader.expires_at - timedelta(seconds=1)).astimezone(_zone()).date().isoformat()


def _zone() -> ZoneInfo | None:
    return ZoneInfo(site.settings().time_zone) if site.settings().time_zone else None


def reads(reader: Reader) -> str:
    """How often somebody read, in words."""
    return count("{n} time", "{n} times", reader.count) if reader.count else say("not yet")
