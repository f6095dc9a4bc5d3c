"""Briefing: the report on two pages for the board. Page one is the report's, page two where we stand."""

from dataclasses import dataclass

from .report import Bars, Dots, Heat, Item, Report, Table


@dataclass(frozen=True, slots=True)
class SecondPage:
    """Page two. What the report does not have is None or empty, and leaves its title out too."""

    kicker: str
    headline: str
    lead: str
    basis: tuple[str, ...]
    """How many answered, and the need: what the rest stands on."""
    dots: Dots | None
    heat: Heat | None
    """The departments, or where they are many how many of them stand on each level."""
    findings_title: str
    findings: tuple[Item, ...]
    sure_title: str
    sure_text: str
    sure: Bars | None
    flips_title: str
    flips: tuple[str, ...]
    steps_title: str
    steps: Table | None
    """What is due within 90 days, and whose it is."""


@dataclass(frozen=True, slots=True)
class Briefing:
    """Both pages. ``report`` gives page one, and has no sections of its own."""

    report: Report
    second: SecondPage
