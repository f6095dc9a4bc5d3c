"""The results workbook's first sheet, the verdict with its figures, and the sheet of the need index."""

from ..results import Participation
from ..workbook import HEAD, Field, Formula, Sheet, Shown, Value
from .voice import Voice

FIRST: int = HEAD + 1


def summary(voice: Voice, headline: str = "") -> Sheet:
    """The verdict, how sure, and the figures under it; a share is a number from 0 to 1.

    ``headline`` stands in the place of the verdict's own, where there is a verdict.
    """
    results = voice.results
    overall = results.headline.score
    people = results.participation
    scores, need_sheet = voice.say("Scores"), voice.say("Need")
    last = FIRST + len(results.dimensions)
    rows: list[tuple[Value, ...]] = [
        (voice.say("Overall score"), overall, _from(scores, f"C{last}", overall)),
        (
            voice.say("Need index, of 100"),
            results.mandate.need,
            Formula(f"='{need_sheet}'!C{FIRST + len(results.mandate.need_parts)}", results.mandate.need),
        ),
        *_people(voice, people),
    ]
    verdict, share = _verdict(voice, headline)
    rows.append((voice.say("Share of variations that keep the verdict"), _share(share), None))
    rows += [
        (
            voice.say("Share that leads to: {option}", option=voice.verdict(item.verdict)),
            Shown(item.share, "percent"),
            None,
        )
        for item in results.mandate.options
        if item.verdict != results.mandate.verdict and item.share > 0
    ]
    fields = (
        Field(voice.say("Figure"), width=52),
        Field(voice.say("Computed"), "exact", 16),
        Field(voice.say("By formula"), "exact", 16),
    )
    return Sheet(voice.say("Summary"), f"{results.organisation} · {voice.day}", verdict, fields, tuple(rows))


def _verdict(voice: Voice, headline: str) -> tuple[str, float | None]:
    if voice.results.mandate.verdict is None:
        return voice.say("No verdict"), None
    reached, stable = voice.decided
    return headline or voice.told(voice.pack.verdict[reached].headline), stable.shares[reached]


def _share(value: float | None) -> Value:
    return None if value is None else Shown(value, "percent")


def _people(voice: Voice, people: Participation) -> list[tuple[Value, ...]]:
    return [
        (voice.say("Respondents"), Shown(people.respondents, "whole"), None),
        (voice.say("People invited"), Shown(people.people_invited, "whole"), None),
        (voice.say("Departments that answered"), Shown(people.departments_answered, "whole"), None),
        (voice.say("Departments invited"), Shown(people.departments_invited, "whole"), None),
        (voice.say("Share of applicable questions with a level"), Shown(people.coverage, "percent"), None),
    ]


def _from(sheet: str, cell: str, value: float | None) -> Value:
    return None if value is None else Formula(f"='{sheet}'!{cell}", value)


def need(voice: Voice) -> Sheet:
    """The need index: points by fact, and their sum by formula."""
    mandate = voice.results.mandate
    rows: list[tuple[Value, ...]] = [
        (
            voice.of(voice.pack.fact[part.fact].topic),
            part.points,
            None,
            part.most,
            voice.stated(voice.facts[part.fact]),
        )
        for part in mandate.need_parts
    ]
    end = FIRST + len(rows) - 1
    total = sum(part.most for part in mandate.need_parts)
    rows.append(
        (
            voice.say("Need index, of 100"),
            mandate.need,
            Formula(f"=SUM(B{FIRST}:B{end})", mandate.need),
            total,
            "",
        )
    )
    fields = (
        Field(voice.say("Fact"), width=44),
        Field(voice.say("Points, computed"), "exact", 14),
        Field(voice.say("Sum, by formula"), "exact", 14),
        Field(voice.say("At most"), "exact", 12),
        Field(voice.say("Stated"), width=36),
    )
    note = voice.say("Points of 100 that each fact gives, and the most it could.")
    return Sheet(voice.say("Need"), voice.say("Need"), note, fields, tuple(rows))
