"""Leadership's pages: results, departments, why, decision. Visitors come by a link, members by their account.

The blueprint is registered twice: under ``/results`` for visitors, as ``reading``; for members, as ``read``,
under the address of a campaign. Its views know neither: they ask ``campaign()`` and link by relative names.
Everybody sees published versions alone.
"""

from typing import Any, cast

from flask import Blueprint, abort, current_app, g, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from questionnaires.model import Pack
from reports.report import Block, Report, Section
from reports.results import Results

from ..models import Campaign
from ..services import campaigns, decisions, editions, journal
from ..services.decisions import Recorded
from ..services.editions import Shown
from ..services.recorder import Recorder
from . import places, report_sheet, site
from .access import LEADS
from .language import count, locale, on, say, words

pages = Blueprint("reading", __name__)


@pages.url_defaults
def _defaults(endpoint: str, values: dict[str, Any]) -> None:
    """A link stays in the campaign and, where an older version is read, in that version."""
    if "campaign" in g and current_app.url_map.is_endpoint_expecting(endpoint, "campaign"):
        values.setdefault("campaign", g.campaign.id)
    if "shown" in g and g.shown and not g.shown.newest:
        values.setdefault("version", g.shown.number)


@pages.before_request
def _open() -> str | AnyResponse | None:
    """Take the campaign out of the address; without a version to read, say how things stand instead."""
    cast(dict[str, Any], request.view_args).pop("campaign", None)
    text = request.args.get("version", "")
    number = site.numeral(text)
    if text and number is None:
        abort(404)
    g.shown = editions.shown(site.session(), campaign().id, number)
    if g.shown is not None and g.shown.state == "published":
        return None
    if request.method == "POST" or (g.shown is None and text):
        abort(404)
    return _withdrawn() if g.shown is not None or _versions() else _pending()


def campaign() -> Campaign:
    """The campaign that is read: the address's, or that of the link which was opened."""
    if "campaign" in g:
        return site.campaign()
    if "read_campaign" not in g:
        g.read_campaign = site.session().get_one(Campaign, site.visitor().campaign_id)
    found: Campaign = g.read_campaign
    return found


def shown() -> Shown:
    """The version that is read."""
    found: Shown = g.shown
    return found


def results() -> Results:
    """What the version concludes, in numbers."""
    return shown().results


def pack() -> Pack:
    """The content that the version rests on."""
    return site.pack()


def report() -> Report:
    """The version's report in the page's language, made once a request."""
    if "report" not in g:
        g.report = shown().report(locale())
    found: Report = g.report
    return found


def section(key: str) -> Section | None:
    """A section of the report by its id, where the report has it."""
    return next((item for item in report().sections if item.id == key), None)


def blocks_of(section: Section | None, kind: type[Block]) -> list[Any]:
    """The blocks of a kind in a section; none where there is no section."""
    return [block for block in section.blocks if isinstance(block, kind)] if section else []


def recorded() -> list[Recorded]:
    """What was decided, newest first: the first one counts."""
    if "recorded" not in g:
        g.recorded = decisions.decisions(site.session(), campaign().id)
    found: list[Recorded] = g.recorded
    return found


def recorder() -> Recorder:
    """Who writes something down here, at this moment."""
    of = campaign()
    if "member" in g:
        firm_id, actor = site.member().firm_id, journal.by(site.member())
    else:
        firm_id, actor = site.visitor().firm_id, site.visitor().actor
    return Recorder(firm_id, of.organisation_id, of.id, actor, site.now(), site.today())


def may_record() -> bool:
    """Whether whoever reads may record a decision: whoever runs the campaign, or a link's holder by name."""
    if "member" in g:
        return site.member().role in LEADS.roles
    return bool(site.visitor().name)


def page(template: str, **values: object) -> str:
    """A page of a version, with what its head needs."""
    from reports.render import figures, render_blocks  # noqa: PLC0415 - loads when a report is wanted

    taken = recorded()
    return render_template(
        f"survey/reading/{template}.html",
        **frame(),
        places=_places(),
        report=report(),
        section=section,
        blocks=render_blocks,
        figures=figures(),
        decision=taken[0] if taken else None,
        decided=decided,
        may_record=may_record(),
        **values,
    )


def frame() -> dict[str, Any]:
    """What every page needs for its head, whether or not there is a version to read."""
    of = campaign()
    return {
        "organisation": of.organisation.name,
        "campaign": of,
        "shown": g.shown,
        "trail": places.trail(of) if "member" in g else [],
        "contact": of.contact,
        "coverage": _coverage() if g.shown else "",
        "version_line": _version_line() if g.shown else "",
        "report_sheet": url_for("report_sheet.sheet", v=report_sheet.digest()),
        "pdf": _pdf() if g.shown else "",
    }


def decided(option: str) -> str:
    """What was decided, in words."""
    if option in pack().verdict:
        return words(pack().verdict[option].name)
    return {"other": say("Something else"), "postponed": say("Postponed")}[option]


def _coverage() -> str:
    people = results().participation
    return say(
        "{n} of {all} departments, {people}",
        n=people.departments_answered,
        all=people.departments_invited,
        people=count("{n} person", "{n} people", people.respondents),
    )


def _version_line() -> str:
    found = shown()
    return say("Version {n}, published on {day}", n=found.number, day=on(found.published_at))


def _pdf() -> str:
    """Where the version is taken along as a PDF, by a POST: it is noted who did."""
    number = shown().number
    if "member" in g:
        return url_for("take.pdf", campaign=campaign().id, number=number)
    return url_for("taking.pdf", number=number)


def _places() -> list[tuple[str, str]]:
    texts = {
        ".home": say("In short"),
        ".departments": say("Departments"),
        ".why": say("Whether and how"),
        ".try_it": say("What if"),
        ".progress": say("Over time"),
        ".decision": say("Decision"),
        ".documents": say("Report"),
        ".method": say("Method and limits"),
    }
    return [(text, url_for(endpoint)) for endpoint, text in texts.items()]


def _versions() -> list[Any]:
    return editions.versions(site.session(), campaign().id)


def _pending() -> str:
    heard = campaigns.departments_heard(site.session(), campaign().id)
    return render_template("survey/reading/pending.html", **frame(), heard=heard)


def _withdrawn() -> str:
    """The version asked for, or every one, was withdrawn."""
    known = _versions()
    newest = next((item for item in known if item.state == "published"), None)
    asked = next((item for item in known if g.shown is None or item.number == g.shown.number), None)
    return render_template("survey/reading/withdrawn.html", **frame(), version=asked, newest=newest)
