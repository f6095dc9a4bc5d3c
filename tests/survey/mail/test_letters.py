"""The wording of letters: complete in both languages, completed without surprises, checked when changed."""

import re
from dataclasses import replace
from datetime import date

import pytest

from survey.letters import EDITED, KINDS, LANGUAGES, Wording, complete, faults, phrases, placeholders, shipped

VALUES = {
    **dict.fromkeys({name for names in KINDS.values() for name in names}, "Valeur"),
    "organisation": "Forges de Valmont",
    "link": "https://survey.example.org/i/x",
    "closes_short": "28 March",
    "minutes": "24 minutes",
    "left": "2 parts to complete",
    "parts": "6",
}


def told(kind: str, body: str, subject: str = "Subject") -> list[tuple[str, str, int, str]]:
    return [
        (fault.field, fault.what, fault.line, fault.text) for fault in faults(kind, Wording(subject, body))
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_every_letter_is_there_in_both_languages_without_a_fault(kind: str) -> None:
    names = []
    for locale in LANGUAGES:
        wording = shipped(kind, locale)
        assert faults(kind, wording) == []
        letter = complete(wording, VALUES, locale)
        assert not re.search(r"[{}\[\]]", letter.subject + letter.text)
        if kind in EDITED[1:9]:
            assert len(letter.subject) <= 62, letter.subject
        names.append(set(re.findall(r"\{(\w+)\}", wording.subject + wording.body)))
    assert names[0] == names[1], "both languages say the same"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("locale", LANGUAGES)
def test_a_letter_reads_well_when_all_that_may_be_missing_is(kind: str, locale: str) -> None:
    missing = dict.fromkeys(("contact", "closes_on", "closes_short", "due_on", "message", "sender"), "")
    missing |= dict.fromkeys(("expires_on", "code_note"), "")
    letter = complete(shipped(kind, locale), VALUES | missing, locale)
    for line in (letter.subject, *letter.text.split("\n")):
        assert not re.search(r"[,:(] ?[.,)]|[\[\]:]$|^ | $| {2}", line.replace("\u00a0", " ")), line
    assert "\n\n\n" not in letter.text


def test_values_are_put_in_once_and_stay_what_they_are() -> None:
    wording = Wording("{name}", "{name}\n[About {message}]\nGo: {link}")
    values = VALUES | {"name": "{link} [x]\r\nBcc: y", "message": "a <b> & {name}"}
    letter = complete(wording, values, "en")
    assert letter.subject == "{link} [x] Bcc: y"
    assert letter.text == "{link} [x]\nBcc: y\nAbout a <b> & {name}\nGo: https://survey.example.org/i/x"
    page = letter.as_html()
    assert "a &lt;b&gt; &amp; {name}" in page
    assert page.count("https://survey.example.org/i/x") == 2


def test_a_line_of_a_label_and_the_link_is_a_button_with_the_address_below() -> None:
    for locale, line in (("en", "Open it: {link}"), ("fr", "Ouvrir : {link}")):
        page = complete(Wording("S", f"Hello\n\n{line}\n\nBye"), VALUES, locale).as_html()
        label = "Open it" if locale == "en" else "Ouvrir"
        assert re.search(rf'<a href="https://survey.example.org/i/x" style="[^"]*">{label}</a>', page)
        assert re.search(r'<a href="https://survey.example.org/i/x" style="[^"]*">https://', page)
        assert f'<div lang="{locale}" dir="ltr">' in page


def test_the_button_has_the_colour_of_the_client() -> None:
    letter = complete(Wording("S", "Hello\n\nOpen it: {link}"), VALUES, "en")
    assert 'bgcolor="#1d3d5c"' in letter.as_html()
    page = replace(letter, accent="#7a1f5c").as_html()
    assert 'bgcolor="#7a1f5c" style="background-color:#7a1f5c;border:1px solid #bc8fad;' in page
    assert "#1d3d5c" not in page


def test_faults_are_told_with_their_place() -> None:
    link = "Go: {link}"
    assert told("invitation", "") == [("body", "empty", 0, "")]
    assert told("invitation", "Hello") == [("body", "missing", 0, "link")]
    assert told("invitation", "[Go {link} {contact}]") == [("body", "missing", 0, "link")]
    assert told("invitation", f"Hello {{nam}}\n{link}\n{{delegator}}") == [
        ("body", "unknown", 1, "nam"),
        ("body", "unknown", 3, "delegator"),
    ]
    assert told("invitation", f"{link}\n{{name") == [("body", "brace", 2, "")]
    assert told("invitation", f"{link}\n[a\nb]\n[c") == [("body", "bracket", 4, "")]
    assert told("invitation", link, "") == [("subject", "empty", 0, "")]
    assert told("invitation", link, "{link}") == [("subject", "unknown", 1, "link")]
    assert told("invitation", f"{link} {{{{ 7*7 }}}} {{% if %}}")[0][1] in ("unknown", "brace")
    assert told("prenotice", "No link is needed") == []
    assert "link" not in placeholders("prenotice")


def test_days_read_as_people_say_them() -> None:
    english, french = phrases("en"), phrases("fr")
    assert english.day(date(2026, 3, 27)) == "Friday\u00a027\u00a0March"
    assert french.day(date(2027, 1, 1)) == "vendredi\u00a01er\u00a0janvier"
    assert french.short_day(date(2027, 1, 21)) == "21\u00a0janvier"
    assert (english.count("parts", 1), french.count("parts", 0)) == ("1\u00a0part", "0\u00a0partie")
    assert english.greeting("") == "Hello,"
