"""build_report: ids and numbers become sentences of one locale."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from questionnaires.model import Pack

from ..board import Board
from ..passages import Edited, Passage, Unfillable, Unprintable
from ..report import Report, Section
from ..results import Results, to_json
from .annexes import annexes
from .board import wordless
from .decision import decision_page
from .departments import departments
from .dimensions import dimension_pages
from .findings import cross_findings
from .how import how
from .marked import MarkedVoice, unmarked, without_marks
from .participation import participation
from .plan import Planned, planned
from .progress import progress
from .standing import standing
from .steps import law, next_steps
from .voice import Voice
from .whether import whether

__all__ = ["Composed", "Planned", "build_report", "compose", "planned"]


@dataclass(frozen=True, slots=True)
class Composed:
    """A report with what an editor needs beside it.

    ``passages`` in the order in which they print; those that print nowhere, of findings left out, last.
    ``unprintable``: places where the proposal stands in the report because the edited text cannot be filled.
    """

    report: Report
    passages: tuple[Passage, ...]
    unprintable: tuple[Unprintable, ...]


def build_report(
    pack: Pack,
    results: Results,
    locale: str,
    prepared_by: str = "",
    *,
    texts: Mapping[str, Edited] | None = None,
    board: Board | None = None,
) -> Report:
    """The whole report in a locale of the pack. ``prepared_by`` names the firm that hands it over.

    ``texts``: key of a passage → what was written for it in this locale; ``board``: what was decided on
    findings. Raises MissingWording where a wording is missing, ValueError when the results are of another
    pack, and Unfillable, which is one too, for edited texts that these results cannot fill.
    """
    board = board or Board()
    if not texts and not board.own:
        return _build(Voice(pack, results, locale), prepared_by, board)
    composed = compose(pack, results, locale, prepared_by, texts=texts, board=board)
    if composed.unprintable:
        raise Unfillable(composed.unprintable)
    return composed.report


def compose(
    pack: Pack,
    results: Results,
    locale: str,
    prepared_by: str = "",
    *,
    texts: Mapping[str, Edited] | None = None,
    board: Board | None = None,
) -> Composed:
    """As build_report, with every passage; where a text cannot be filled, the proposal stands."""
    board = board or Board()
    voice = MarkedVoice(pack, without_marks(results), locale, texts or {})
    marked = _build(voice, prepared_by, board)
    parts = {"decision": marked.decision, **{section.id: section for section in marked.sections}}
    passages = voice.passages(parts)
    printed = {passage.key for passage in passages if passage.sections}
    unprintable = [place for place in voice.unprintable if place.key in printed]
    unprintable += (Unprintable(f"findings.{key}.claim", ()) for key in wordless(board, locale))
    report = replace(unmarked(marked), results_json=to_json(results))
    return Composed(report, passages, tuple(unprintable))


def _build(voice: Voice, prepared_by: str, board: Board) -> Report:
    pack, results = voice.pack, voice.results
    if results.pack_hash != pack.digest:
        raise ValueError(
            f"these results were computed with another edition of {results.pack}; load that edition"
        )
    title = voice.say("Should we appoint a chief AI officer, and how?")
    return Report(
        locale=voice.locale,
        title=f"{title} {results.organisation}",
        subject=title,
        organisation=results.organisation,
        date=voice.day,
        created=f"{results.as_of.isoformat()}T00:00:00+00:00",
        prepared_by=voice.say("Prepared by {name}", name=prepared_by) if prepared_by else "",
        contents_title=voice.say("Contents"),
        decision=decision_page(voice),
        sections=numbered(_on_pages(_sections(voice, board))),
        footer=f"{results.pack} · {voice.say('method')} {results.method} · {results.fingerprint[:12]}",
        page_word=voice.say("Page"),
        results_json=to_json(results),
        results_name="results.json",
        labels={
            "attachment": voice.say("Computed results, machine-readable"),
            "decision": voice.say("The decision"),
            "skip": voice.say("Skip to the decision"),
            "steps": voice.say("How"),
            "ninety": voice.say("The next 90 days"),
            "by_level": voice.say("How many departments stand on each level"),
            "level": voice.say("Level"),
            "more_steps": voice.say("Due in these days too, in the report: {n}.", n="{n}"),
        },
    )


def _sections(voice: Voice, board: Board) -> tuple[Section, ...]:
    chapters = (
        participation(voice),
        standing(voice),
        *progress(voice),
        departments(voice),
        *dimension_pages(voice),
        cross_findings(voice, board),
        *whether(voice),
        *how(voice),
        *next_steps(voice),
    )
    return (
        *(_with_passages(voice, section) for section in chapters),
        *law(voice),
        *(replace(section, number="A") for section in annexes(voice)),
    )


def _with_passages(voice: Voice, section: Section) -> Section:
    """A chapter whose headline and lead may be reworded; that of the findings is the first finding's claim."""
    headline, lead = section.headline, voice.passage(f"{section.id}.lead", section.lead)
    if section.id != "findings":
        headline = voice.passage(f"{section.id}.headline", headline)
    return replace(section, headline=headline, lead=lead)


FRESH_PAGES = (
    "who",
    "standing",
    "progress",
    "departments",
    "findings",
    "whether",
    "who-to-appoint",
    "instead",
    "steps",
    "law",
    "letter",
    "questions",
)
"""Sections that begin a page, beside the page of each dimension; the others follow where there is room."""


def _on_pages(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Say of every section whether it begins a page."""
    return tuple(
        replace(item, fresh_page=item.id in FRESH_PAGES or item.id.startswith("dimension-"))
        for item in sections
    )


def numbered(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Numbers for sections (1, 2 …), pages inside them (3.1 …) and annexes (A1 …)."""
    numbered, top, inner, annex = [], 0, 0, 0
    for section in sections:
        if section.number == "A":
            annex += 1
            number = f"A{annex}"
        elif section.depth == 1:
            top, inner = top + 1, 0
            number = str(top)
        else:
            inner += 1
            number = f"{top}.{inner}"
        numbered.append(replace(section, number=number))
    return tuple(numbered)
