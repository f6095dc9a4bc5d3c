"""The demo: an invented firm at work, made anew at each start."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from questionnaires import load
from survey import create_app, outbox
from survey.config import Settings
from survey.db import open_database
from survey.demo import build_demo, demo_settings
from survey.services import (
    accounts,
    decisions,
    editions,
    field,
    follow_up,
    invitations,
    jobs,
    journal,
    passwords,
    portfolio,
    waves,
)
from survey.services.tenant import Member, campaign_of
from tests.survey.conftest import Browser


@pytest.mark.sqlite
def test_it_shows_a_client_at_each_stage_and_replaces_the_one_before(tmp_path: Path) -> None:
    settings = demo_settings(Settings(instance=tmp_path), 0)
    assert settings.public_url == f"http://127.0.0.1:{settings.port}"
    assert settings.port
    (settings.instance / "outbox").mkdir(parents=True)
    for name in ("mandate.sqlite", "outbox/20200101T000000000000-00000000.eml"):
        (settings.instance / name).write_text("of an earlier demo")
    built = build_demo(settings)
    assert [path.read_bytes()[:5] for path in built.documents] == [b"%PDF-", b"%PDF-"]

    pack, now = load(), datetime.now(UTC)
    database = open_database(settings.address)
    with database.session() as session:
        account = accounts.by_email(session, built.email)
        assert passwords.fits(account.password_hash, built.password)
        member = Member(account.id, account.firm_id, "", "owner", "", built.email, None, None)
        listed = portfolio.portfolio(session, member, now, now.date(), mail=True)
        lines = {line.client: line for line in listed}
        assert {name: line.stage for name, line in lines.items()} == {
            "Atelier Kerlan": "draft",
            "Banque Méridienne": "results",
            "Forges de Valmont": "open",
        }
        campaign = campaign_of(session, member, lines["Forges de Valmont"].campaign_id)  # type: ignore[arg-type]
        assert campaign
        people = field.standings(session, pack, campaign, now)
        assert sorted(person.status for person in people) == sorted(
            ["sent"] * 7 + ["not_started"] * 2 + ["bounced", "delegated", "in_progress"]
        )
        assert sum(person.reminders for person in people) == 1
        assert all(person.name and person.email.endswith(".example") for person in people)
        for path, purpose in ((built.answer_path, "answer"), (built.read_path, "read")):
            visitor = invitations.look_up(session, path.removeprefix("/i/"), now)
            assert visitor
            assert visitor.purpose == purpose
        bank = campaign_of(session, member, lines["Banque Méridienne"].campaign_id)  # type: ignore[arg-type]
        assert bank
        second = editions.shown(session, bank.id)
        assert second
        assert second.results.progress, "the second wave is held against the first"
        before = waves.before(session, bank)
        assert before
        assert [item.taken.option for item in decisions.decisions(session, before.id)] == ["head_of_ai"]
        states = {item.values.state for item in follow_up.entries(session, before.id)}
        assert states == {"open", "started", "done", "dropped"}
        assert journal.verify(session, account.firm_id) is None
        assert jobs.next_at(session, ["mail"]) is None
    database.close()
    letters = outbox.newest(settings)
    assert len(letters) == 2 * 29 + 12 + 2, "everybody's invitation, a colleague asked, one reminder"
    assert all(settings.public_url in letter.text for letter in letters)

    app = create_app(settings)
    browser = Browser(app.test_client())
    browser.enter(built.read_path.removeprefix("/i/"))
    page = " ".join(browser.see("/results/progress").split())  # spaces that do not break, too
    assert "Decided then: Head of AI" in page
    assert "Done of what followed from it: 6 of 11." in page
    assert "A change is called clear from 0.26 levels; less can be chance." in page
    app.extensions["database"].close()
