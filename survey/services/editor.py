"""The report as it is edited: each passage in every language, its own words, what changed under them.

Facts stay locked in a text as ``{name}``; own words survive every new computation of the results, and a text
whose facts have changed since is told, never changed.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from string import Formatter
from typing import TYPE_CHECKING, Final, Literal
from uuid import UUID

from sqlalchemy.orm import Session

from questionnaires.errors import InvalidAnswer
from questionnaires.model import Pack
from reports.passages import (
    Edited,
    Passage,
    Stale,
    UnfitText,
    check_text,
    fill,
    missing,
    stale,
    write,
)
from reports.passages import Remark as Typed
from reports.typography import typeset

from ..db import transaction
from ..models import Campaign
from . import packs, results, wordings
from .desk import Desk
from .wordings import Own

if TYPE_CHECKING:
    from reports.build import Composed

State = Literal["ours", "own", "stale", "unprintable"]
WORST_FIRST: Final[tuple[State, ...]] = ("unprintable", "stale", "own", "ours")


@dataclass(frozen=True, slots=True)
class Side:
    """A passage in one language, and what was written for it."""

    locale: str
    passage: Passage
    own: Own | None
    """The newest save; its text may have been taken back."""

    @property
    def edited(self) -> Edited | None:
        """Own words in force; None where ours hold."""
        return self.own.edited if self.own else None

    @property
    def revision(self) -> int:
        """How often it was saved."""
        return self.own.revision if self.own else 0

    @property
    def text(self) -> str:
        """The template to edit."""
        return self.edited.text if self.edited else self.passage.template

    @property
    def missing(self) -> tuple[str, ...]:
        """Facts that own words name and the results do not give."""
        return missing(self.edited.text, self.passage.facts) if self.edited else ()

    @property
    def stale(self) -> Stale | None:
        """What changed under own words since they were written."""
        return stale(self.passage, self.edited) if self.edited else None

    @property
    def before(self) -> str:
        """Our sentence when own words were written."""
        return fill(self.edited.proposed, self.edited.based_on) if self.edited else ""

    @property
    def state(self) -> State:
        """The gravest thing that there is to say."""
        if self.edited is None:
            return "ours"
        return "unprintable" if self.missing else "stale" if self.stale else "own"

    @property
    def printed(self) -> str:
        """The sentence as the report prints it today."""
        if self.edited is None or self.missing:
            return self.passage.text
        return typeset(fill(self.edited.text, self.passage.facts), self.locale)

    @property
    def parts(self) -> tuple[tuple[str, str, str], ...]:
        """The same in pieces: words, and the name and the value of the fact after them; "" for none."""
        words = self.edited.text if self.edited and not self.missing else self.passage.template
        return tuple(
            (typeset(text, self.locale), name or "", self.passage.facts[name] if name else "")
            for text, name, _, _ in Formatter().parse(words)
        )

    @property
    def typed(self) -> tuple[Typed, ...]:
        """Figures typed by hand that equal one of a fact."""
        if self.edited is None or self.missing:
            return ()
        try:
            return check_text(self.passage, self.edited.text)
        except UnfitText:
            # A fact has grown since, and the text with it.
            return ()


@dataclass(frozen=True, slots=True)
class Place:
    """A passage in every language that has it."""

    key: str
    sections: tuple[str, ...]
    """Where it prints; empty for a finding that was left out."""
    sides: dict[str, Side]

    @property
    def states(self) -> dict[str, State]:
        """How it stands, by language."""
        return {locale: side.state for locale, side in self.sides.items()}

    @property
    def one_sided(self) -> bool:
        """Whether own words stand in one language, and ours in another."""
        return len({state == "ours" for state in self.states.values()}) > 1


@dataclass(frozen=True, slots=True)
class Manuscript:
    """The whole draft as an editor sees it."""

    languages: tuple[str, ...]
    places: dict[str, Place]
    """By key, in the order in which they print."""
    composed: "dict[str, Composed]"
    gone: dict[tuple[str, str], Own]
    """Own words, by language and key, whose place is in the report no more."""

    def of_section(self, section: str) -> list[Place]:
        """The passages that print in a section, "decision" for page one."""
        return [place for place in self.places.values() if section in place.sections]


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A passage to look at. ``why``: "unfilled", where a fact or all words are missing, or "stale"."""

    passage: str
    locale: str
    why: str


@dataclass(frozen=True, slots=True)
class Given:
    """What was sent for one language."""

    text: str
    revision: int
    """The one that the page showed."""
    shown: str = ""
    """``mark`` of the text that the page showed: what was not touched is not saved."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a save, by language. Where there are faults or conflicts, nothing is kept."""

    faults: dict[str, UnfitText]
    conflicts: dict[str, Own]
    """What a colleague saved since the page was shown."""
    kept: dict[str, Edited | None]
    """New texts; None where ours was taken back."""


def manuscript(session: Session, pack: Pack, campaign_id: UUID) -> Manuscript | None:
    """The draft of a campaign with all its passages; None before anything was computed."""
    found: dict[str, Composed] = {}
    for locale in pack.questionnaire.languages:
        made = results.composed(session, pack, campaign_id, locale)
        if made is None:
            return None
        found[locale] = made
    own = wordings.own_words(session, campaign_id)
    places = _places(found, own)
    gone = {key: item for key, item in own.items() if item.edited and key[1] not in places}
    return Manuscript(tuple(found), places, found, gone)


def _places(found: "Mapping[str, Composed]", own: Mapping[tuple[str, str], Own]) -> dict[str, Place]:
    places: dict[str, Place] = {}
    for locale, made in found.items():
        for passage in made.passages:
            place = places.setdefault(passage.key, Place(passage.key, passage.sections, {}))
            place.sides[locale] = Side(locale, passage, own.get((locale, passage.key)))
    return places


def unresolved(session: Session, campaign: Campaign) -> list[Unresolved]:
    """What keeps a campaign's draft from going out: texts that cannot be filled, or whose facts changed."""
    pack = packs.of_campaign(session, campaign)
    found = manuscript(session, pack, campaign.id)
    return unresolved_in(found) if found else []


def unresolved_in(found: Manuscript) -> list[Unresolved]:
    """As ``unresolved``, of a draft at hand. Texts that print nowhere are left out."""
    unfilled = [
        Unresolved(item.key, locale, "unfilled")
        for locale, made in found.composed.items()
        for item in made.unprintable
    ]
    behind = [
        Unresolved(place.key, locale, "stale")
        for place in found.places.values()
        for locale, state in place.states.items()
        if state == "stale" and place.sections
    ]
    return unfilled + behind


def save(
    session: Session,
    pack: Pack,
    desk: Desk,
    key: str,
    given: Mapping[str, Given],
    *,
    keep: str = "",
    back: str = "",
) -> Outcome:
    """Keep own words for a passage, all languages or none.

    A text that is as it was is left alone, but for the language ``keep``: its text is noted as read again,
    based on the facts of today. In the language ``back`` ours is taken back; so it is where a text is the
    same as ours. Raises InvalidAnswer where the draft has no such passage.
    """
    # The proposals do not depend on what is written over them: they are made before anybody has to wait.
    found = manuscript(session, pack, desk.campaign.id)
    place = found.places.get(key) if found else None
    if place is None:
        raise InvalidAnswer(f"{key}: the report has no such passage")
    with transaction(session):
        wordings.one_at_a_time(session, desk.campaign.id)
        own = wordings.own_words(session, desk.campaign.id)
        outcome = Outcome({}, {}, {})
        for locale, item in given.items():
            side = replace(place.sides[locale], own=own.get((locale, key)))
            _decide(outcome, side, item, keep=locale == keep, back=locale == back)
        if outcome.faults or outcome.conflicts:
            return outcome
        for locale, edited in outcome.kept.items():
            wordings.put(session, desk, locale, key, edited)
        if outcome.kept:
            action = "draft.words" if any(outcome.kept.values()) else "draft.words_back"
            desk.note(session, action, key, languages=sorted(outcome.kept))
    return outcome


def _decide(outcome: Outcome, side: Side, given: Given, *, keep: bool, back: bool) -> None:
    """Note in ``outcome`` what becomes of the text of one language."""
    text = given.text.strip()
    ours = back or same(text, side.passage.template)
    untouched = same(text, side.text) or mark(text) == given.shown
    if side.edited is None if ours else untouched and not keep:
        return
    if side.own and given.revision != side.revision:
        outcome.conflicts[side.locale] = side.own
        return
    try:
        outcome.kept[side.locale] = None if ours else write(side.passage, text)
    except UnfitText as fault:
        outcome.faults[side.locale] = fault


def discard(session: Session, desk: Desk, locale: str, key: str) -> None:
    """Drop own words whose place is in the report no more."""
    with transaction(session):
        wordings.put(session, desk, locale, key, None)
        desk.note(session, "draft.words_back", key, languages=[locale])


def same(one: str, other: str) -> bool:
    """Whether two texts read alike: browsers do not keep every kind of space."""
    return one.split() == other.split()


def mark(text: str) -> str:
    """A short fingerprint of a text's words."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:12]
