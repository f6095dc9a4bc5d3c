"""The tables of consultants' pages as files: each as it stands on its page, numbers as numbers."""

from typing import Final
from uuid import UUID

from flask import Blueprint, Response, abort

from ..files.written import Cell
from ..services import comparing as compared
from ..services import data_life, mail
from ..services import library as library_service
from ..services import team as team_service
from . import clients as clients_pages
from . import comparing, journal, journal_words, letter_words, library_words, life, site
from .desk import attached, table_file
from .language import day, hour, on, say
from .setup_forms import file_name
from .team import SEES_SOME, roles

pages = Blueprint("tables", __name__)

LONGEST: Final = 50_000
"""Lines of the journal in a file."""

Rows = list[tuple[Cell, ...]]


@pages.get("/journal.<any(csv, xlsx):file>")
def journal_file(file: str) -> Response:
    """The journal, narrowed as on its page, newest first."""
    lines, _ = journal.found(1, LONGEST)
    said = journal_words.sentences()
    rows: Rows = [(say("When"), say("Who"), say("What"), say("Detail"), say("Client"))]
    rows += [
        (
            f"{on(line.at)}, {hour(line.at)}",
            journal_words.who(line),
            said.get(line.action, line.action),
            journal_words.more(line),
            line.client,
        )
        for line in lines
    ]
    return attached(rows, file, "journal", say("Journal"))


@pages.get("/campaigns/<uuid:campaign>/emails/list.<any(csv, xlsx):file>")
def emails_file(campaign: UUID, file: str) -> Response:
    """Every e-mail of a campaign, newest first."""
    heads = (say("To"), say("E-mail address"), say("E-mail"), say("Status"), say("Reason"), say("Asked for"))
    rows: Rows = [heads]
    rows += [
        (
            item.to_name,
            item.to_address,
            letter_words.kind_name(item.kind),
            letter_words.state(item)[0],
            letter_words.reason(item),
            letter_words.moment(item.created_at),
        )
        for item in mail.states(site.session(), site.campaign())
    ]
    return table_file("emails", file, rows)


@pages.get("/clients.<any(csv, xlsx):file>")
def portfolio_file(file: str) -> Response:
    """The clients that the member may see, most urgent first."""
    runs = site.member().role != "reader"
    heads = (say("Client"), say("Wave"), say("Stage"), say("Answers sent"), say("Invited people"))
    rows: Rows = [(*heads, say("Next step"), say("By"))]
    for line in clients_pages.lines():
        asked = line.stage not in ("none", "draft")
        due = line.action.due.isoformat() if runs and line.action.due else ""
        rows.append(
            (
                line.client,
                line.wave or None,
                clients_pages.stage_words(line)[0],
                line.found.sent if asked else None,
                line.found.invited if asked else None,
                clients_pages.action_words(line)[0] if runs else "",
                due,
            )
        )
    return attached(rows, file, "clients", say("Clients"))


@pages.get("/team.<any(csv, xlsx):file>")
def team_file(file: str) -> Response:
    """Everybody of the firm."""
    heads = (say("Name"), say("E-mail"), say("Role"), say("Clients"), say("Last sign-in"))
    rows: Rows = [(*heads, say("Second factor"))]
    for one in team_service.people(site.session(), site.member()):
        last = on(one.last_sign_in) if one.last_sign_in else say("Never")
        if one.disabled or not (one.joined or one.last_sign_in):
            last = say("Disabled") if one.disabled else say("Has not joined yet")
        some = ", ".join(name for _, name in one.clients) if one.role in SEES_SOME else say("All")
        factor = say("Yes") if one.second_factor else say("No")
        rows.append((one.name, one.email, roles()[one.role][0], some, last, factor))
    return attached(rows, file, "team", say("Team"))


@pages.get("/library.<any(csv, xlsx):file>")
def library_file(file: str) -> Response:
    """Every version of a questionnaire that the firm may ask with, its own first."""
    heads = (say("Questionnaire"), say("Version"), say("State"), say("Used by"), say("Changed"))
    rows: Rows = [(*heads, say("Changed by"))]
    for one in library_service.shelf(site.session(), site.member()):
        uses = [say("{client}, wave {n}", client=use.client, n=use.wave) for use in one.uses]
        changed = one.changed_at.date().isoformat() if one.changed_at else ""
        state = library_words.states()[one.state][0]
        rows.append(
            (library_words.title(one), one.version[1:], state, "; ".join(uses), changed, one.changed_by)
        )
    return attached(rows, file, "questionnaires", say("Questionnaires"))


@pages.get("/clients/<uuid:client>/compare/<any(waves, sector):what>.<any(csv, xlsx):file>")
def client_file(client: UUID, what: str, file: str) -> Response:
    """One client against its wave before, or against its sector where it takes part."""
    found = site.client()
    mine = compared.of_client(site.session(), site.member(), client) or abort(404)
    pack = comparing.pack_of(mine)
    heads: tuple[Cell, ...]
    rows: Rows = []
    if what == "waves":
        heads = (say("Dimension"), say("Then"), say("Now"), say("Change"))
        moved = mine.results.progress.dimensions if mine.results.progress else ()
        for item, (name, _, _, text, _) in zip(moved, comparing.changes(mine.results, pack), strict=True):
            rows.append((name, _rounded(item.before), _rounded(item.after), text))
    elif found.benchmark_at is not None:
        heads = (say("Dimension"), found.name, say("Median"), say("Middle half"), say("Based on"))
        sector = compared.benchmark(site.session(), site.member(), mine)
        own = {item.id: item.score for item in mine.results.dimensions}
        texts = comparing.middles(sector, mine.results, pack) if sector else []
        for other, (name, _, _, half, _) in zip(sector.middles if sector else (), texts, strict=True):
            rows.append((name, _rounded(own[other.dimension]), _rounded(other.median), half, other.n))
    if not rows:
        abort(404)
    return attached([heads, *rows], file, f"{what}-{file_name(found.name)}", say("Compared"))


@pages.get("/clients/<uuid:client>/data/<any(held, people):what>.<any(csv, xlsx):file>")
def life_file(client: UUID, what: str, file: str) -> Response:
    """What is held of a client, or of which people."""
    rows: Rows
    if what == "held":
        rows = [(say("What"), say("How many"), say("Since"))]
        for item in data_life.kept(site.session(), client):
            since = day(item.since.date()) if item.since and item.count else ""
            rows.append((life.kind(item.kind, item.count), item.count, since))
    else:
        heads = (say("Name"), say("E-mail"), say("Department"), say("Waves"), say("Answers"))
        rows = [heads]
        for one in data_life.people(site.session(), client):
            sent = say("Sent") if one.sent else say("None sent")
            waves = ", ".join(map(str, one.waves))
            rows.append((one.name or say("Without a name"), one.email, one.department, waves, sent))
    return attached(rows, file, f"{what}-{file_name(site.client().name)}", say("Data"))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
