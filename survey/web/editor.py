"""The report's editor: each passage in every language side by side, with its facts locked inside."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from questionnaires.errors import InvalidAnswer

from ..services import editor as service
from ..services import remarks, results
from ..services.editor import Given, Manuscript, Outcome, Place
from . import editor_words, site
from .desk import desk, page
from .editor_left import left_to_do
from .language import LANGUAGES, locale, say
from .messages import tell
from .site import to

pages = Blueprint("editor", __name__)

FIRST = "decision"


@dataclass(frozen=True, slots=True)
class Refused:
    """What was sent for one passage and could not be kept, to be shown again as it was typed."""

    key: str
    given: dict[str, Given] = field(default_factory=dict)
    outcome: Outcome | None = None
    remark: str | None = None


@pages.get("/campaigns/<uuid:campaign>/report/edit")
def show(campaign: object) -> str:
    """One section of the report, to read and to reword."""
    return _page(request.args.get("section", ""))


@pages.get("/campaigns/<uuid:campaign>/report/edit/<passage>")
def place(campaign: object, passage: str) -> AnyResponse:
    """Where a passage is edited."""
    return _to(_place(_manuscript(), passage))


@pages.post("/campaigns/<uuid:campaign>/report/edit/<passage>")
def save(campaign: object, passage: str) -> AnyResponse | tuple[str, int]:
    """Keep own words for a passage, or take ours back."""
    found = _manuscript()
    action, _, language = request.form.get("do", "").partition(" ")
    if action == "back" and (language, passage) in found.gone:
        service.discard(site.session(), desk(), language, passage)
        tell(say("Your words are discarded."))
        return to("editor.show", campaign=site.campaign().id)
    at, given = _place(found, passage), _given(passage, found)
    outcome = service.save(
        site.session(),
        site.pack(),
        desk(),
        passage,
        given,
        keep=language if action == "keep" else "",
        back=language if action == "back" else "",
    )
    if outcome.faults or outcome.conflicts:
        refused = Refused(passage, given, outcome)
        return _page(_section(at), refused), 422 if outcome.faults else 409
    tell(say("Saved.") if outcome.kept else say("Nothing was changed."))
    return _to(at)


@pages.post("/campaigns/<uuid:campaign>/report/edit/<passage>/remarks")
def remark(campaign: object, passage: str) -> AnyResponse | tuple[str, int]:
    """Add a remark for colleagues."""
    at, text = _place(_manuscript(), passage), request.form.get("remark", "")
    try:
        remarks.add(site.session(), desk(), passage, text)
    except InvalidAnswer:
        return _page(_section(at), Refused(passage, remark=text)), 422
    tell(say("The remark is kept. Only your firm reads it."))
    return _to(at)


@pages.post("/campaigns/<uuid:campaign>/report/remarks/<uuid:remark>/settle")
def settle(campaign: object, remark: UUID) -> AnyResponse:
    """Settle a remark."""
    found = remarks.own(site.session(), desk(), remark) or abort(404)
    key = found.passage
    remarks.settle(site.session(), desk(), remark)
    tell(say("The remark is settled."))
    manuscript = service.manuscript(site.session(), site.pack(), site.campaign().id)
    if manuscript is None or key not in manuscript.places:
        return to("editor.show", campaign=site.campaign().id)
    return _to(manuscript.places[key])


def _manuscript() -> Manuscript:
    return service.manuscript(site.session(), site.pack(), site.campaign().id) or abort(404)


def _place(found: Manuscript, key: str) -> Place:
    return found.places.get(key) or abort(404)


def _section(at: Place) -> str:
    """The section where a passage is edited; one of a finding that was left out, with the others."""
    return at.sections[0] if at.sections else "findings"


def _to(at: Place) -> AnyResponse:
    return to("editor.show", campaign=site.campaign().id, section=_section(at), _anchor=at.key)


def _given(passage: str, found: Manuscript) -> dict[str, Given]:
    """What was sent, of the languages that the passage has."""
    form = request.form
    return {
        code: Given(
            form[f"text_{code}"],
            site.numeral(form.get(f"revision_{code}", "")) or 0,
            form.get(f"shown_{code}", ""),
        )
        for code in found.places[passage].sides
        if f"text_{code}" in form
    }


def _page(section: str, refused: Refused | None = None) -> str:
    found = service.manuscript(site.session(), site.pack(), site.campaign().id)
    if found is None:
        if section:
            abort(404)
        return page("survey/editor/empty.html")
    names = _sections(found)
    here = section or FIRST
    if here not in names:
        abort(404)
    said = remarks.remarks(site.session(), site.campaign().id)
    latest = results.latest(site.session(), site.pack(), site.campaign().id)
    left = left_to_do(found, said, names, outdated=latest is not None and latest.outdated)
    order = list(names)
    return page(
        "survey/editor/edit.html",
        found=found,
        section=here,
        places=_of(found, here),
        names=names,
        outline=[(key, names[key], _states(found, key), _waiting(found, key, said)) for key in names],
        remarks=said,
        lost=[
            item
            for key, listed in said.items()
            for item in listed
            if key not in found.places and item.settled_at is None
        ],
        left=left,
        blocking=[item for item in left if item.blocks],
        refused=refused,
        before=order[order.index(here) - 1] if order.index(here) else "",
        after=order[order.index(here) + 1] if order.index(here) + 1 < len(order) else "",
        mark=service.mark,
        name_of=lambda key: editor_words.passage_name(site.pack(), key),
        words_for=editor_words,
        all_languages=LANGUAGES,
        evidence=url_for(
            "analysis.overview", campaign=site.campaign().id, dimension=here[len("dimension-") :]
        )
        if here.startswith("dimension-")
        else "",
    )


def _sections(found: Manuscript) -> dict[str, str]:
    """The sections that have passages, by id, as the page's language calls them."""
    report = found.composed[locale() if locale() in found.languages else found.languages[0]].report
    names = {FIRST: report.labels["decision"]}
    names |= {section.id: section.kicker for section in report.sections}
    return {key: name for key, name in names.items() if _of(found, key)}


def _of(found: Manuscript, section: str) -> list[Place]:
    """The passages of a section; those of findings left out stand with the findings."""
    out = [place for place in found.places.values() if not place.sections] if section == "findings" else []
    return found.of_section(section) + out


def _states(found: Manuscript, section: str) -> dict[str, tuple[str, str]]:
    return {code: editor_words.worst(found.of_section(section), code) for code in found.languages}


def _waiting(found: Manuscript, section: str, said: dict[str, list[Any]]) -> int:
    """How many remarks wait in a section."""
    return sum(item.settled_at is None for place in _of(found, section) for item in said.get(place.key, ()))
