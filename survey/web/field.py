"""The campaign in the field: who has answered, who has not, and what comes next for each."""

from flask import Blueprint, Response, abort, request

from ..files.written import Cell
from ..services import field as service
from ..services.field import Standing
from . import field_words, person, reminders, site
from .desk import page, reads_answers, table_file
from .language import count, day, say

pages = Blueprint("field", __name__)

PER_PAGE = 25


@pages.get("/campaigns/<uuid:campaign>")
def tracker(campaign: object) -> str:
    """Everybody on the list, whoever needs a person first."""
    everybody = service.standings(site.session(), site.pack(), site.campaign(), site.now())
    show, search = request.args.get("show", "all"), request.args.get("search", "").strip()[:100]
    views = _views(everybody)
    if show not in views:
        abort(404)
    found = service.matching(everybody, show, search)
    pages_ = max(1, -(-len(found) // PER_PAGE))
    number = min(max(1, request.args.get("page", 1, type=int)), pages_)
    return page(
        "survey/field/tracker.html",
        people=found[(number - 1) * PER_PAGE : number * PER_PAGE],
        everybody=everybody,
        head=_head(everybody),
        views=views,
        show=show,
        search=search,
        number=number,
        pages=pages_,
        to_remind=sum(item.step == "remind" for item in everybody),
        to_call=sum(item.step in ("call", "address") for item in everybody),
        words_for=field_words,
    )


@pages.get("/campaigns/<uuid:campaign>/people.<any(csv, xlsx):file>")
def export(campaign: object, file: str) -> Response:
    """Where everybody stands, as a table to take away."""
    everybody = service.standings(site.session(), site.pack(), site.campaign(), site.now())
    return table_file("people", file, _table(everybody))


pages.add_url_rule("/campaigns/<uuid:campaign>/remind", "remind", reminders.preview)
pages.add_url_rule("/campaigns/<uuid:campaign>/remind", "remind_now", reminders.send, methods=["POST"])
pages.add_url_rule("/campaigns/<uuid:campaign>/calls", "calls", reminders.calls)
pages.add_url_rule(
    "/campaigns/<uuid:campaign>/calls.<any(csv, xlsx):file>", "calls_file", reminders.calls_file
)
_PERSON = "/campaigns/<uuid:campaign>/people/<uuid:respondent>"
pages.add_url_rule(_PERSON, "person", person.show)
for _action, _view in (
    ("address", person.address),
    ("link", person.link),
    ("bounced", person.bounced),
    ("listed", person.listed),
    ("muted", person.muted),
):
    pages.add_url_rule(f"{_PERSON}/{_action}", f"person_{_action}", _view, methods=["POST"])


def _views(everybody: list[Standing]) -> dict[str, tuple[str, int]]:
    """Each view: its name, and how many people are in it."""
    names = {
        "all": say("Everybody"),
        "call": say("Needs a person"),
        "progress": say("In progress"),
        "delegated": say("Passed on"),
        "sent": say("Sent"),
    }
    return {key: (name, len(service.matching(everybody, key, ""))) for key, name in names.items()}


def _head(everybody: list[Standing]) -> str:
    """Where the campaign stands, on one line."""
    campaign = site.campaign()
    number, of = service.day_of(campaign, site.now().date())
    counts = dict.fromkeys(field_words.TONES, 0)
    for item in everybody:
        counts[item.status] += 1
    started = counts["in_progress"] + counts["delegated"]
    when = say("day {n} of {all}", n=number, all=of) if of else say("day {n}", n=number)
    if campaign.closed_at:
        when = say("closed on {day}", day=day(campaign.closed_at.date()))
    parts = [
        when,
        say("{n} sent", n=counts["sent"]),
        say("{n} in progress", n=started),
        say("{n} not started", n=counts["not_started"]),
        *([say("{n} not invited", n=counts["not_invited"])] if counts["not_invited"] else []),
        *([count("{n} bounced", "{n} bounced", counts["bounced"])] if counts["bounced"] else []),
    ]
    line = " · ".join(parts)
    return line[0].upper() + line[1:]


def _table(everybody: list[Standing]) -> list[tuple[Cell, ...]]:
    # Flags tell something about answers: not everybody who runs the field may read those.
    flagged = reads_answers()
    head: tuple[Cell, ...] = (
        say("Department"),
        say("Person"),
        say("E-mail address"),
        say("Phone"),
        say("Status"),
        say("Parts completed"),
        say("Parts"),
        say("Last saved"),
        say("Sent on"),
        say("Reminders"),
        say("Next step"),
        say("Reason"),
    )
    rows: list[tuple[Cell, ...]] = [(*head, say("Flags")) if flagged else head]
    for item in everybody:
        row: tuple[Cell, ...] = (
            item.department,
            item.name,
            item.email,
            item.phone,
            field_words.status(item),
            item.done,
            item.parts,
            item.last_saved.date().isoformat() if item.last_saved else "",
            item.sent_at.date().isoformat() if item.sent_at else "",
            item.reminders,
            field_words.step(item),
            field_words.reason(item),
        )
        rows.append((*row, ", ".join(field_words.flag(code) for code in item.flags)) if flagged else row)
    return rows
