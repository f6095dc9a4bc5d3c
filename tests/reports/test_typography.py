"""Typeset text: spaces, apostrophes and numbers of each language."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import load
from reports import typography
from reports.typography import NARROW, NBSP, typeset

MARKS = st.text(alphabet="ab19 '«»“”();:!?%€.,/-\u00a0\u202f\u2019", max_size=40)


@given(MARKS, st.sampled_from(["en", "fr"]))
def test_typesetting_twice_changes_nothing(text: str, locale: str) -> None:
    once = typeset(text, locale)
    assert typeset(once, locale) == once


@given(MARKS, st.sampled_from(["en", "fr"]))
def test_only_spaces_and_apostrophes_change(text: str, locale: str) -> None:
    def bare(value: str) -> str:
        return value.translate({ord(NBSP): "", ord(NARROW): "", ord(" "): "", 0x2019: "'"})

    assert bare(typeset(text, locale)) == bare(text)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Qui ?", f"Qui{NARROW}?"),
        ("un ; deux", f"un{NARROW}; deux"),
        ("Quoi ?!", f"Quoi{NARROW}?!"),
        ("(sans objet ?)", f"(sans objet{NARROW}?)"),
        ("(?)", "(?)"),
        ("note : 3", f"note{NBSP}: 3"),
        ("à 10:30", "à 10:30"),
        ("« Par endroits »", f"«{NBSP}Par endroits{NBSP}»"),
        ("« Qui ? »", f"«{NBSP}Qui{NARROW}?{NBSP}»"),
        ("90 % des voix", f"90{NBSP}% des voix"),
        ("120 € par mois, 40 k€", f"120{NBSP}€ par mois, 40{NBSP}k€"),
        ("1 209 dirigeants", f"1{NARROW}209 dirigeants"),
        ("1 250 000 €", f"1{NARROW}250{NARROW}000{NBSP}€"),
        ("en 2024 250 entreprises", "en 2024 250 entreprises"),
        ("10 49 personnes", f"10 49{NBSP}personnes"),
        ("art. 38 et n° 5", f"art.{NBSP}38 et n°{NBSP}5"),
        ("(répondants : 2 et 21)", f"(répondants{NBSP}: 2{NBSP}et{NBSP}21)"),
        ("une note de 4 pages (niveau 7)", f"une note de 4{NBSP}pages (niveau{NBSP}7)"),
        ("l'usage, l'« IA »", f"l\u2019usage, l\u2019«{NBSP}IA{NBSP}»"),
    ],
)
def test_french(typed: str, printed: str) -> None:
    assert typeset(typed, "fr") == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Who? One; two: three!", "Who? One; two: three!"),
        ("a head's view, heads' budgets", "a head\u2019s view, heads\u2019 budgets"),
        ("within 30 days", f"within 30{NBSP}days"),
        ("1,209 people", f"1,209{NBSP}people"),
    ],
)
def test_english(typed: str, printed: str) -> None:
    assert typeset(typed, "en") == printed


@pytest.mark.parametrize("locale", ["en", "fr"])
@pytest.mark.parametrize("address", ["https://example.org/a?b=1;c=2!x", "https://b.org:80/a%20b", "a@b.org"])
def test_addresses_stay_as_they_are(address: str, locale: str) -> None:
    assert typeset(f"voir {address} et", locale) == f"voir {address} et"


def test_numbers_use_the_same_spaces_as_text() -> None:
    assert typography.whole(1209, "fr") == typeset("1 209", "fr") == f"1{NARROW}209"
    assert typography.percent(0.83, "fr") == typeset("83 %", "fr") == f"83{NBSP}%"


@pytest.mark.parametrize(
    ("share", "english", "french"),
    [
        (0, "0%", f"0{NBSP}%"),
        (0.001, "<1%", f"<1{NBSP}%"),
        (0.83, "83%", f"83{NBSP}%"),
        (0.999, ">99%", f">99{NBSP}%"),
        (1, "100%", f"100{NBSP}%"),
    ],
)
def test_shares(share: float, english: str, french: str) -> None:
    assert (typography.percent(share, "en"), typography.percent(share, "fr")) == (english, french)


def test_scores() -> None:
    assert (typography.score(2.44, "en"), typography.score(2, "fr")) == ("2.4", "2,0")
    assert typography.score(4.45, "en") == f"{round(4.45, 1):.1f}" == "4.5"  # as where its level is read
    assert (typography.fine(1.974, "en"), typography.fine(1.974, "fr")) == ("1.97", "1,97")
    assert (typography.signed(0.4, "en"), typography.signed(-0.4, "fr")) == ("+0.40", "\u22120,40")


def test_days() -> None:
    assert typography.day(date(2026, 11, 1), "fr") == f"1er{NBSP}novembre 2026"
    assert typography.day(date(2026, 11, 16), "en") == f"16{NBSP}November 2026"


def test_lists() -> None:
    assert typography.listing(["a", "b", "c"], "en") == "a, b and c"
    assert typography.listing(["a", "b", "c"], "fr") == "a, b et c"
    assert typography.listing([], "fr") == ""


def test_a_printed_score_and_its_level_never_disagree() -> None:
    pack = load()
    for hundredths in range(100, 501):
        score = hundredths / 100
        printed = float(typography.score(score, "en"))
        assert pack.level(score) == pack.level(printed), score


def in_form(share: float, form: str) -> str:
    """What a spreadsheet shows: the first section whose condition holds, or the one without."""
    for section in form.split(";"):
        condition = re.fullmatch(r"\[(>=|<|=)([\d.]+)\](.*)", section)
        if condition is None:
            break
        sign, bound, section = condition.groups()  # noqa: PLW2901 - what stands behind the condition
        if {">=": share >= float(bound), "<": share < float(bound), "=": share == float(bound)}[sign]:
            break
    figures = section.startswith("0") and (f"{share:.1%}" if section.startswith("0.0") else f"{share:.0%}")
    literal = section.lstrip("0.").replace('"', "")
    return figures.rstrip("%") + literal if figures else literal


SHARES = st.integers(0, 10_000).filter(lambda count: count % 100 != 50)
"""Counts of ten thousand runs. Programs differ in how they round a half."""
RARE = st.sampled_from([0, 1, 49, 9951, 9999, 10_000])


@given(st.lists(st.one_of(SHARES, RARE), min_size=1, max_size=6), st.sampled_from(["en", "fr"]))
def test_shares_read_in_a_chart_as_in_the_report(counts: list[int], locale: str) -> None:
    shares = [count / 10_000 for count in counts]
    form = typography.percent_form(shares, locale)
    assert form.count(";") <= 2
    for share in shares:
        shown = in_form(share, form)
        if form.startswith("0.0"):
            assert shown == f"{share:.1%}".rstrip("%") + typography.percent(0, locale)[1:]
        else:
            assert shown == typography.percent(share, locale), form


def test_a_chart_with_every_kind_of_share_has_a_decimal_for_all() -> None:
    assert typography.percent_form((0.001, 0.5, 0.999), "fr") == f'0.0"{NBSP}"%'
    assert typography.percent_form((0.997, 0.003, 0), "en") == '[>=0.995]">99%";[=0]0%;"<1%"'
    assert typography.percent_form((1, 0.997, 0.6), "en") == '[=1]0%;[>=0.995]">99%";0%'
