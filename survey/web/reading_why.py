"""Why the verdict is what it is, what moved since the wave before, the report, and what is not known."""

from flask import Response, url_for

from questionnaires.answers import UNKNOWN
from reports import typography

from ..services import decisions, editions, follow_up, waves
from ..services.decisions import Recorded
from . import site
from .language import LANGUAGES, count, day, locale, say, words
from .reading import campaign, pack, page, pages, report, results, section, shown
from .results import asked_language, report_page

WHETHER = ("whether", "options", "sure")
HOW = ("who-to-appoint", "instead", "mandate", "around", "hundred-days", "steps", "law")
ABOUT = ("who", "method", "facts", "glossary", "versions")
"""Sections of the report, by the page that shows them."""


@pages.get("/why")
def why() -> str:
    """The path to the verdict and how sure it is; then whom to appoint, with which mandate and means."""
    return page("why", parts=_sections(WHETHER), means=_sections(HOW))


@pages.get("/progress")
def progress() -> str:
    """What moved since the wave before; for a first wave, what the next one will be held against."""
    then, states = _decided_then()
    return page(
        "progress",
        found=section("progress"),
        standing=section("standing"),
        then=then,
        followed=len(states),
        done=states.count("done"),
    )


@pages.get("/method")
def method() -> str:
    """Who answered, how it was computed, what the band is, what is not known."""
    return page("method", parts=_sections(ABOUT), unknown=_unknown())


@pages.get("/documents")
def documents() -> str:
    """The report to read online or to take along, and its versions."""
    known = editions.versions(site.session(), campaign().id)
    return page("documents", versions=known, sections=report().sections, page_languages=LANGUAGES)


@pages.get("/report")
def document() -> Response:
    """The whole report as a page."""
    back = url_for(".home"), say("Back to the results")
    return report_page(shown().report(asked_language()), shown().brand, back)


def _decided_then() -> tuple[Recorded | None, list[str]]:
    """What was decided after the wave before, and how far each thing has come that was not dropped since."""
    before = waves.before(site.session(), campaign()) if results().progress else None
    taken = decisions.decisions(site.session(), before.id)[:1] if before else []
    if before is None or not taken or taken[0].taken.option not in decisions.options(pack()):
        return None, []
    listed = follow_up.entries(site.session(), before.id)
    return taken[0], [item.values.state for item in listed if item.values.state != "dropped"]


def _sections(keys: tuple[str, ...]) -> list[object]:
    return [found for key in keys if (found := section(key))]


def _unknown() -> list[str]:
    """What is not known, one sentence each."""
    people, found = results().participation, []
    if people.silent:
        names = typography.listing([typography.typeset(name, locale()) for name in people.silent], locale())
        found.append(say("Nobody answered for: {names}.", names=names))
    if left := people.people_invited - people.respondents:
        found.append(count("{n} person invited did not answer.", "{n} people invited did not answer.", left))
    if people.dont_know:
        share = typography.percent(people.dont_know, locale())
        found.append(say("{share} of the answers given are “I do not know”.", share=share))
    missing = [item.id for item in results().dimensions if item.score is None]
    if missing:
        names = typography.listing([words(pack().dimension[key].name) for key in missing], locale())
        found.append(say("Not assessed: {names}.", names=names))
    unknown = [words(pack().fact[item.id].topic) for item in results().facts if item.value == UNKNOWN]
    if unknown:
        names = typography.listing(unknown, locale())
        found.append(say("Facts that nobody could state: {names}.", names=names))
    if any(cell.status == "hidden" for row in results().departments for cell in row.cells):
        found.append(
            say("Departments with fewer than five answers are hidden, and so is what would give them away.")
        )
    found.append(say("The answers are people’s own: nobody has checked them against documents."))
    until = day(results().as_of)
    found.append(say("They hold for {day}: what has changed since is not in them.", day=until))
    return found
