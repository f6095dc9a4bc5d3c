"""The settings of e-mail: what they mean, and what is refused before anything is sent."""

from pathlib import Path

import pytest

from survey.config import SettingsError, read_settings
from survey.smtp import Server, sender, server


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("smtp://mail.example.org", Server("mail.example.org", 587, "auto", "", "")),
        ("smtps://mail.example.org/", Server("mail.example.org", 465, "tls", "", "")),
        (
            "smtp://a%40b.example:p%2Fw%3A1@h.example:25",
            Server("h.example", 25, "auto", "a@b.example", "p/w:1"),
        ),
        ("smtp://h.example?security=starttls", Server("h.example", 587, "starttls", "", "")),
        ("smtp://[::1]:1025?security=none", Server("::1", 1025, "none", "", "")),
    ],
)
def test_an_address_says_how_to_reach_the_server(url: str, meant: Server) -> None:
    assert server(url) == meant


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.org",
        "http://mail.example.org",
        "smtp://:secret@",
        "smtp://h.example:99999",
        "smtp://h.example/inbox",
        "smtp://u:secret@h.example?security=none",
        "smtp://h.example?security=maybe",
        "smtp://h.example?tls=1",
    ],
)
def test_what_cannot_be_meant_is_refused_without_telling_the_password(url: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="SURVEY_SMTP_URL") as caught:
        read_settings({"SURVEY_SMTP_URL": url, "SURVEY_MAIL_FROM": "a@b.example"}, tmp_path)
    assert "secret" not in str(caught.value)


def test_a_server_needs_a_sender(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="needs a sender too"):
        read_settings({"SURVEY_SMTP_URL": "smtp://h.example"}, tmp_path)
    found = read_settings(
        {"SURVEY_SMTP_URL": "smtp://h.example", "SURVEY_MAIL_FROM": "Équipe <a@b.example>"}, tmp_path
    )
    assert (sender(found.mail_from).display_name, sender(found.mail_from).addr_spec) == (
        "Équipe",
        "a@b.example",
    )


@pytest.mark.parametrize("text", ["nobody", "a@b", "A <a@b.example>\nBcc: c@d.example", "@b.example", ""])
def test_what_is_no_sender_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a sender"):
        sender(text)
