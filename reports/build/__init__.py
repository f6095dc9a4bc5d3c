"""build_report: ids and numbers become sentences of one locale."""

from dataclasses import replace

from questionnaires.model import Pack

from ..report import Report, Section
from ..results import Results, to_json
from .annexes import annexes
from .decision import decision_page
from .departments import departments
from .dimensions import dimension_pages
from .findings import cross_findings
from .how import how
from .participation import participation
from .plan import Planned, planned
from .standing import standing
from .steps import law, next_steps
from .voice import Voice
from .whether import whether

__all__ = ["Planned", "build_report", "planned"]


def build_report(pack: Pack, results: Results, locale: str, prepared_by: str = "") -> Report:
    """The whole report in a locale of the pack. ``prepared_by`` names the firm that hands it over.

    Raises MissingWording where a wording is missing and ValueError when the results are of another pack.
    """
    if results.pack_hash != pack.digest:
        raise ValueError(
            f"these results were computed with another edition of {results.pack}; load that edition"
        )
    voice = Voice(pack, results, locale)
    title = voice.say("Should we appoint a chief AI officer, and how?")
    return Report(
        locale=locale,
        title=f"{title} {results.organisation}",
        subject=title,
        organisation=results.organisation,
        date=voice.day,
        created=f"{results.as_of.isoformat()}T00:00:00+00:00",
        prepared_by=voice.say("Prepared by {name}", name=prepared_by) if prepared_by else "",
        contents_title=voice.say("Contents"),
        decision=decision_page(voice),
        sections=_numbered(_on_pages(_sections(voice))),
        footer=f"{results.pack} · {voice.say('method')} {results.method} · {results.fingerprint[:12]}",
        page_word=voice.say("Page"),
        results_json=to_json(results),
        results_name="results.json",
        labels={
            "attachment": voice.say("Computed results, machine-readable"),
            "decision": voice.say("The decision"),
            "skip": voice.say("Skip to the decision"),
            "steps": voice.say("How"),
        },
    )


def _sections(voice: Voice) -> tuple[Section, ...]:
    return (
        participation(voice),
        standing(voice),
        departments(voice),
        *dimension_pages(voice),
        cross_findings(voice),
        *whether(voice),
        *how(voice),
        *next_steps(voice),
        *law(voice),
        *(replace(section, number="A") for section in annexes(voice)),
    )


FRESH_PAGES = (
    "who",
    "standing",
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


def _numbered(sections: tuple[Section, ...]) -> tuple[Section, ...]:
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
