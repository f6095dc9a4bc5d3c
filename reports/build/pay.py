"""Pay: every sourced range that applies, never one number."""

from babel.numbers import format_currency

from questionnaires.model.appointment import Pay

from ..report import Column, Row, Table
from .voice import Voice


def pay_of(voice: Voice) -> list[Pay]:
    """The ranges for the verdict, country and size stated."""
    reached = voice.results.mandate.verdict
    country, size = voice.facts["country"].read_as, voice.facts["headcount"].read_as
    return [
        item
        for item in voice.pack.appointment.pay
        if reached in item.verdicts
        and (not item.countries or country in item.countries)
        and (not item.sizes or size in item.sizes)
    ]


def amount(voice: Voice, value: int, currency: str) -> str:
    """An amount of money without decimals, in the locale's form."""
    return str(
        format_currency(
            value, currency, format=_FORMATS[voice.locale], locale=voice.locale, currency_digits=False
        )
    )


_FORMATS = {"en": "¤#,##0", "fr": "#,##0 ¤"}


def range_text(voice: Voice, item: Pay) -> str:
    """ "€120,000 to €180,000 gross a year"."""
    low = amount(voice, item.low, item.currency)
    period = voice.say("gross a year") if item.period == "year" else voice.say("a month")
    if item.high is None:
        return voice.say("from {low} {period}", low=low, period=period)
    high = amount(voice, item.high, item.currency)
    return voice.say("{low} to {high} {period}", low=low, high=high, period=period)


def pay_line(voice: Voice) -> str:
    """Page one's range: the ranges of each source, with its name and date; empty when none applies."""
    found = pay_of(voice)
    return voice.joined(f"{range_text(voice, item)} ({voice.source(item.source)})" for item in found[:2])


def pay_table(voice: Voice) -> Table | None:
    """Every range that applies, with the kind of employer and the source; None when none does."""
    found = pay_of(voice)
    if not found:
        return None
    return Table(
        voice.say("Published pay ranges that apply"),
        (
            Column(voice.say("Range"), width=0.36),
            Column(voice.say("Employer it speaks of"), width=0.36),
            Column(voice.say("Source"), width=0.28),
        ),
        tuple(
            Row((range_text(voice, item), voice.of(item.employer), voice.source(item.source)))
            for item in found
        ),
        voice.of(voice.pack.appointment.pay_note),
    )
