"""Reminders and calls: views of the blueprint ``field``, which names their addresses."""

from uuid import UUID

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from ..files.written import Cell
from ..services import field, mail, person
from ..services import reminders as service
from ..services.field import Standing
from . import field_words, site
from .desk import desk, page, table_file
from .language import count, say
from .letter_words import kind_name
from .messages import tell
from .site import to


def preview(campaign: object) -> str:
    """Who gets which reminder, and who gets none and why. Nothing goes out yet."""
    return _page({})


def send(campaign: object) -> AnyResponse | str:
    """Send exactly the reminders that were looked at. Without e-mail: make the links and show them, once."""
    wanted = request.form.getlist("person")
    if not mail.available(site.settings()):
        found = service.plan(site.session(), site.pack(), site.campaign(), site.now())
        links = {
            item.person.id: f"{site.settings().public_url}/i/"
            + person.fresh_link(site.session(), desk(), item.person.id, withdraw=False)
            for item in service.chosen(found, wanted)
        }
        return _page(links)
    outcome = service.remind(site.session(), site.pack(), desk(), wanted)
    if outcome.queued:
        tell(count("{n} reminder is on its way.", "{n} reminders are on their way.", outcome.queued))
    if outcome.spared:
        tell(
            count(
                "{n} person was spared: answers came in, or a reminder went out, since the page was shown.",
                "{n} people were spared: answers came in, or a reminder went out, since the page was shown.",
                outcome.spared,
            ),
            "quiet",
        )
    if not wanted:
        tell(say("Nobody was chosen, so nothing was sent."), "quiet")
    return to("field.tracker", campaign=site.campaign().id)


def calls(campaign: object) -> str:
    """Whom to call, and what to say: to be printed."""
    return page("survey/field/calls.html", people=_to_call(), words_for=field_words)


def calls_file(campaign: object, file: str) -> Response:
    """The call list, as a table to take away."""
    head: tuple[Cell, ...] = (
        say("Department"),
        say("Person"),
        say("Phone"),
        say("Language"),
        say("Reason"),
        say("Parts left"),
        say("What to say"),
    )
    rows: list[tuple[Cell, ...]] = [head]
    rows += [
        (
            item.department,
            item.name,
            item.phone,
            field_words.spoken(item),
            field_words.reason(item),
            ", ".join(field_words.open_parts(item)),
            " ".join(field_words.what_to_say(item)),
        )
        for item in _to_call()
    ]
    return table_file("calls", file, rows)


def _to_call() -> list[Standing]:
    everybody = field.standings(site.session(), site.pack(), site.campaign(), site.now())
    return [item for item in everybody if item.step in ("call", "address", "interview")]


def _page(links: dict[UUID, str]) -> str:
    found = service.plan(site.session(), site.pack(), site.campaign(), site.now())
    return page(
        "survey/field/remind.html",
        plan=found,
        links=links,
        kinds={item.kind: kind_name(item.kind) for item in found.due},
        mail_available=mail.available(site.settings()),
        words_for=field_words,
    )
