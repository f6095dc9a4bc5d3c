"""The findings board: what the results propose, in what order it is told, and findings of one's own."""

import re
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, abort, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from questionnaires.errors import InvalidAnswer
from reports.board import OWNERS, OwnFinding

from ..services import editor, results, wordings
from ..services import findings as service
from ..services.editor import Manuscript
from ..services.findings import Decided
from ..services.wordings import Kept
from . import findings_form, site
from .desk import desk, page
from .editor_words import spoken
from .language import LANGUAGES, locale, say, words
from .messages import tell
from .site import to

pages = Blueprint("findings", __name__)

KEY: Final = re.compile(r"own_[0-9a-f]{8}")
"""What the keys of findings of one's own look like."""

Version = tuple[list[str], dict[str, Decided]]
"""The findings in their order, those left out last, and what is decided on each."""


@dataclass(frozen=True, slots=True)
class Card:
    """A finding on the board. ``words``: claim and text in the page's language, or in another; ``lacks``:
    the languages in which one of one's own has none.
    """

    key: str
    claim: str
    text: str
    evidence: list[tuple[str, str]]
    """Of what it rests on: a name, and the address where its answers are, or ""."""
    own: bool
    lacks: list[str]


@pages.get("/campaigns/<uuid:campaign>/findings")
def board(campaign: object) -> str:
    """The findings in their order."""
    return _board()


@pages.post("/campaigns/<uuid:campaign>/findings")
def save(campaign: object) -> AnyResponse | tuple[str, int]:
    """Keep what the form says of every finding, and move the one whose button was pressed."""
    known = {card.key for card in _cards(_manuscript(), wordings.kept_board(site.session(), _id()))}
    order = [key for key in dict.fromkeys(request.form.getlist("order")) if key in known]
    action, _, moved = request.form.get("do", "").partition(" ")
    decided = {key: _decided(key) for key in order}
    if moved in decided:
        out = action == "out" or (decided[moved].left_out and action != "back")
        decided[moved] = Decided(decided[moved].owner, decided[moved].confidence, out)
        order = _moved([key for key in order if not decided[key].left_out], moved, action) + [
            key for key in order if decided[key].left_out
        ]
    try:
        theirs = service.decide(
            site.session(),
            site.pack(),
            desk(),
            order,
            decided,
            based_on=site.numeral(request.form.get("revision", "")) or 0,
        )
    except InvalidAnswer:
        # Of what the page offers, nothing is refused.
        abort(400)
    if theirs is not None:
        return _board(theirs, (order, decided)), 409
    tell(say("The findings are saved."))
    return to("findings.board", campaign=_id(), _anchor=moved or None)


@pages.get("/campaigns/<uuid:campaign>/findings/new")
def new(campaign: object) -> str:
    """A finding of one's own, to write."""
    return _own_page(findings_form.form(site.pack()), None)


@pages.post("/campaigns/<uuid:campaign>/findings/new")
def add(campaign: object) -> AnyResponse | tuple[str, int]:
    """Put a finding of one's own on the board."""
    return _write("")


@pages.get("/campaigns/<uuid:campaign>/findings/<finding>")
def own(campaign: object, finding: str) -> str:
    """A finding of one's own, to change."""
    found = _own(finding)
    return _own_page(findings_form.form(site.pack(), found), found)


@pages.post("/campaigns/<uuid:campaign>/findings/<finding>")
def change(campaign: object, finding: str) -> AnyResponse | tuple[str, int]:
    """Change a finding of one's own. One that was removed meanwhile is put back: its words are here."""
    if not KEY.fullmatch(finding):
        abort(404)
    return _write(finding)


@pages.post("/campaigns/<uuid:campaign>/findings/<finding>/remove")
def remove(campaign: object, finding: str) -> AnyResponse:
    """Take a finding of one's own off the board."""
    _own(finding)
    service.remove(site.session(), desk(), finding)
    tell(say("The finding is removed."))
    return to("findings.board", campaign=_id())


def _id() -> Any:
    return site.campaign().id


def _manuscript() -> Manuscript | None:
    return editor.manuscript(site.session(), site.pack(), _id())


def _decided(key: str) -> Decided:
    return Decided(
        request.form.get(f"owner {key}", ""),
        request.form.get(f"confidence {key}", ""),
        request.form.get(f"out {key}", "") == "y",
    )


def _moved(order: list[str], key: str, action: str) -> list[str]:
    """The order with one finding a place up or down, where there is one."""
    if key not in order:
        return order
    place = order.index(key)
    other = {"up": place - 1, "down": place + 1}.get(action, -1)
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
    return order


def _board(theirs: Kept | None = None, mine: Version | None = None) -> str:
    """The board as kept; or with a colleague's version, and what was sent against it."""
    found, kept = _manuscript(), theirs or wordings.kept_board(site.session(), _id())
    cards = {card.key: card for card in _cards(found, kept)}
    board = kept.board
    out = [key for key in board.left_out if key in cards]
    order = [*board.arranged(cards), *out]
    decided = {
        key: Decided(board.owners.get(key, ""), board.confidence.get(key, ""), key in out) for key in order
    }
    differences: list[tuple[str, str, str]] = []
    if mine is not None:
        differences = _differences(cards, (order, decided), mine)
        order, decided = mine
    return page(
        "survey/findings/overview.html",
        found=found,
        kept=kept,
        differences=differences,
        conflict=mine is not None,
        cards=[cards[key] for key in order if not decided[key].left_out],
        left_out=[cards[key] for key in order if decided[key].left_out],
        decided=decided,
        owners=_owners(),
        confidences=_confidences(),
        spoken=spoken,
    )


def _differences(cards: dict[str, Card], theirs: Version, mine: Version) -> list[tuple[str, str, str]]:
    """The findings on which two versions of the board differ: the claim, and what each decides in words.

    Places are compared among the findings that both keep: one left out moves all others, and says nothing.
    """
    both = [key for key in _kept(theirs) if key in _kept(mine)]
    other = [key for key in _kept(mine) if key in both]
    return [
        (card.claim, _told(key, theirs), _told(key, mine))
        for key, card in cards.items()
        if theirs[1].get(key) != mine[1].get(key) or (key in both and both.index(key) != other.index(key))
    ]


def _kept(version: Version) -> list[str]:
    order, decided = version
    return [key for key in order if not decided[key].left_out]


def _told(key: str, version: Version) -> str:
    """What a version of the board decides on one finding, in words."""
    _, decided = version
    if key not in decided:
        return say("not on the board")
    item = decided[key]
    said = [say("left out") if item.left_out else say("place {n}", n=_kept(version).index(key) + 1)]
    said += [text for value, text in _owners() if value and value == item.owner]
    said += [text for value, text in _confidences() if value and value == item.confidence]
    return " · ".join(said)


def _owners() -> list[tuple[str, str]]:
    names = {"sponsor": say("Sponsor"), "ai_holder": say("Whoever the verdict appoints")}
    roles = [(key, words(role.name)) for key, role in site.pack().role.items()]
    return [("", say("Nobody yet")), *((key, names[key]) for key in OWNERS), *roles]


def _confidences() -> list[tuple[str, str]]:
    names = {"clear": say("Clear"), "likely": say("Likely"), "uncertain": say("Uncertain")}
    return [("", say("Not said")), *((key, names[key]) for key in service.CONFIDENCES)]


def _cards(found: Manuscript | None, kept: Kept) -> list[Card]:
    """Every finding there is, those left out among them, as computed and then one's own."""
    if found is None:
        return []
    latest = results.latest(site.session(), site.pack(), _id())
    about = service.subjects(latest.results) if latest else {}
    language = locale() if locale() in found.languages else found.languages[0]
    printed = {key: place.sides[language].printed for key, place in found.places.items()}
    keys = [
        key.split(".")[1] for key in found.places if key.startswith("findings.") and key.endswith(".claim")
    ]
    computed = [
        Card(
            key,
            printed[f"findings.{key}.claim"],
            printed[f"findings.{key}.text"],
            _evidence(about.get(key, ())),
            own=False,
            lacks=[],
        )
        for key in keys
    ]
    return computed + [_own_card(item, language, found.languages) for item in kept.board.own]


def _own_card(item: OwnFinding, language: str, languages: tuple[str, ...]) -> Card:
    lacks = [code for code in languages if not (item.claim.get(code) and item.text.get(code))]
    shown = language if language not in lacks else next(code for code in languages if code not in lacks)
    return Card(
        item.key, item.claim[shown], item.text[shown], _evidence(item.evidence), own=True, lacks=lacks
    )


def _evidence(places: tuple[str, ...]) -> list[tuple[str, str]]:
    """Where the answers are that a finding rests on."""
    pack, found = site.pack(), []
    for key in places:
        if key in pack.question:
            href = url_for("review.question", campaign=_id(), question=key)
            found.append((words(pack.question[key].topic), href))
        elif key in pack.dimension:
            href = url_for("analysis.overview", campaign=_id(), dimension=key)
            found.append((words(pack.dimension[key].name), href))
        elif key in pack.fact:
            found.append((words(pack.fact[key].topic), url_for("campaigns.facts", campaign=_id())))
    return found


def _own(key: str) -> OwnFinding:
    return service.own_finding(site.session(), _id(), key) or abort(404)


def _write(key: str) -> AnyResponse | tuple[str, int]:
    form = findings_form.form(site.pack())
    if not findings_form.check(form, site.pack()):
        return _own_page(form, service.own_finding(site.session(), _id(), key)), 422
    given = findings_form.finding(form, site.pack(), key)
    theirs = service.write(site.session(), site.pack(), desk(), given, based_on=form.shown.data or "")
    if theirs is not None:
        return _own_page(form, theirs, conflict=True), 409
    tell(say("The finding is saved."))
    return to("findings.board", campaign=_id(), _anchor=key or None)


def _own_page(form: Any, kept: OwnFinding | None, *, conflict: bool = False) -> str:
    return page(
        "survey/findings/own.html",
        form=form,
        kept=kept,
        shown=service.mark(kept)
        if kept and conflict
        else form.shown.data or (service.mark(kept) if kept else ""),
        conflict=conflict,
        groups=findings_form.groups(site.pack()),
        languages_of={code: LANGUAGES[code] for code in site.pack().questionnaire.languages},
    )
