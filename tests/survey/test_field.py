"""The campaign in the field: who needs a person, reminders that go out once, and what a lead may see."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from questionnaires import InvalidAnswer, Pack
from survey.db import transaction
from survey.models import Campaign, Delegation, Department, Event, Invitation, Mail, Respondent
from survey.services import campaigns, field, invitations, person, reminders
from survey.services.campaigns import Created
from tests.survey.at_work import (
    Counted,
    answer_all,
    desk_of,
    give_addresses,
    mailed,
    person_at,
    sign_in,
)
from tests.survey.conftest import NOON, Browser

DAY = timedelta(days=1)


def a_field(session: Session, pack: Pack, created: Created) -> None:
    """Invited six days ago: two sent, one at work, one with a colleague's help, one bounced, three silent."""
    give_addresses(session, created)
    mailed(session, created, "invitation", NOON)
    answer_all(session, pack, created, 0)
    answer_all(session, pack, created, 1, "dk")
    answer_all(session, pack, created, 2, questions=9, send=False)
    answer_all(session, pack, created, 3, questions=9, send=False)
    with transaction(session):
        helped = session.get_one(Respondent, person_at(created, 3))
        session.add(
            Delegation(
                organisation_id=helped.organisation_id,
                campaign_id=created.campaign_id,
                respondent_id=helped.id,
                dimension="governance",
                name="Léa Martin",
                email="lea@example.org",
                created_at=NOON + 5 * DAY,
            )
        )
    mailed(session, created, "reminder_new", NOON + DAY, only=person_at(created, 4), state="bounced")


def found(session: Session, pack: Pack, created: Created, now: datetime) -> dict[object, field.Standing]:
    campaign = session.get_one(Campaign, created.campaign_id)
    return {item.id: item for item in field.standings(session, pack, campaign, now)}


def test_whoever_needs_a_person_comes_first(session: Session, pack: Pack, created: Created) -> None:
    a_field(session, pack, created)
    standings = found(session, pack, created, NOON + 6 * DAY)
    told = [(item.status, item.step, item.reason) for item in standings.values()]
    assert told == [
        ("bounced", "address", "bounced"),
        ("in_progress", "remind", "started"),
        ("not_started", "remind", "silent"),
        ("not_started", "remind", "silent"),
        ("not_started", "remind", "silent"),
        ("delegated", "wait", "delegate"),
        ("sent", "review", "sent"),
        ("sent", "review", "sent"),
    ]
    assert standings[person_at(created, 2)].done == 1
    assert standings[person_at(created, 1)].flags == ("same", "fast", "unknown")
    # A colleague who keeps silent for more than five days needs a call.
    late = found(session, pack, created, NOON + 11 * DAY)[person_at(created, 3)]
    assert (late.step, late.reason) == ("call", "delegate_silent")


def test_an_address_that_was_corrected_is_not_bounced_any_more(
    session: Session, pack: Pack, created: Created
) -> None:
    a_field(session, pack, created)
    desk = desk_of(session, created, NOON + 6 * DAY)
    bounced = person_at(created, 4)
    for wrong in ("nobody", "two words@example.org", "PERSON0@example.org"):
        with pytest.raises(InvalidAnswer):
            person.change_address(session, desk, bounced, wrong)
    person.change_address(session, desk, bounced, "right@example.org")
    assert found(session, pack, created, NOON + 6 * DAY)[bounced].step == "remind"


def test_after_three_reminders_somebody_calls(session: Session, pack: Pack, created: Created) -> None:
    give_addresses(session, created)
    answer_all(session, pack, created, 2, questions=2, send=False)
    for number in range(3):
        mailed(session, created, "reminder_new", NOON + number * DAY)
    standings = found(session, pack, created, NOON + 9 * DAY)
    assert (standings[person_at(created, 0)].step, standings[person_at(created, 2)].step) == (
        "call",
        "interview",
    )


def test_who_is_taken_off_the_list_is_not_counted(session: Session, pack: Pack, created: Created) -> None:
    answer_all(session, pack, created, 0)
    desk = desk_of(session, created)
    person.set_listed(session, desk, person_at(created, 0), listed=False)
    assert len(found(session, pack, created, NOON)) == 7
    assert campaigns.participation(session, created.campaign_id) == (7, 0, 0)
    assert campaigns.departments_heard(session, created.campaign_id) == (7, 0)
    person.set_listed(session, desk, person_at(created, 0), listed=True)
    assert campaigns.participation(session, created.campaign_id) == (8, 1, 1)
    actions = session.scalars(select(Event.action).order_by(Event.number)).all()
    assert actions[-2:] == ["person.remove", "person.back"]


def test_a_reminder_goes_to_those_previewed_and_once(session: Session, pack: Pack, created: Created) -> None:
    a_field(session, pack, created)
    now = NOON + 6 * DAY
    desk = desk_of(session, created, now)
    plan = reminders.plan(session, pack, desk.campaign, now)
    assert [item.kind for item in plan.due] == ["reminder_started", *["reminder_new"] * 3]
    assert [reason for _, reason in plan.left] == ["bounced", "waiting", "sent", "sent"]
    keys = [item.key for item in plan.due]
    answer_all(session, pack, created, 5)  # in the meantime
    assert reminders.remind(session, pack, desk, [*keys, "nonsense"]) == reminders.Outcome(3, 2)
    assert reminders.remind(session, pack, desk, keys) == reminders.Outcome(0, 4)
    noted = session.scalars(select(Mail).where(Mail.created_at == now)).all()
    assert {mail.dedup for mail in noted} == {
        f"{created.campaign_id}:{item.person.id}:reminder:1"
        for item in plan.due
        if item.person.id != person_at(created, 5)
    }
    again = reminders.plan(session, pack, desk.campaign, now + DAY)
    assert not again.due
    assert [reason for _, reason in again.left].count("recent") == 3


def test_near_the_end_everybody_hears_of_the_last_days(
    session: Session, pack: Pack, created: Created
) -> None:
    give_addresses(session, created)
    with transaction(session):
        campaign = session.get_one(Campaign, created.campaign_id)
        campaign.closes_on = (NOON + 9 * DAY).date()
    plan = reminders.plan(session, pack, session.get_one(Campaign, created.campaign_id), NOON + 7 * DAY)
    assert {item.kind for item in plan.due} == {"last_days"}
    assert field.day_of(campaign, (NOON + 8 * DAY).date()) == (9, 10)


def test_the_page_asks_the_database_as_often_for_5_people_as_for_60(
    app: Flask, browser: Browser, client_company: Created, pack: Pack
) -> None:
    sign_in(app, browser, client_company)
    paths = [
        f"/campaigns/{client_company.campaign_id}{path}"
        for path in ("", "/remind", "/calls", "/people.csv", "/answers")
    ]
    counts = []
    for more in (0, 52):
        with app.extensions["database"].session() as session:
            _add_people(session, client_company, more)
        counts.append([])
        for path in paths:
            with Counted() as counted:
                browser.see(path)
            counts[-1].append(len(counted.statements))
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 12


def _add_people(session: Session, created: Created, more: int) -> None:
    campaign = session.get_one(Campaign, created.campaign_id)
    department = session.scalars(
        select(Department).where(Department.organisation_id == campaign.organisation_id)
    ).first()
    assert department
    with transaction(session):
        for number in range(more):
            session.add(
                Respondent(
                    organisation_id=campaign.organisation_id,
                    campaign_id=campaign.id,
                    department_id=department.id,
                    name=f"Guest {number}",
                )
            )


def test_the_tracker_and_its_views(app: Flask, browser: Browser, client_company: Created, pack: Pack) -> None:
    with app.extensions["database"].session() as session:
        a_field(session, pack, client_company)
    sign_in(app, browser, client_company)
    base = f"/campaigns/{client_company.campaign_id}"
    page = browser.see(base)
    for words in (
        "2 sent",
        "2 in progress",
        "3 not started",
        "1 bounced",
        "Waiting for Léa Martin",
        "Correct the address",
        "above 40%",
    ):
        assert words in page
    assert len(page.encode()) < 30_000
    assert "Person 4" not in browser.see(f"{base}?show=sent")
    assert "Person 4" in browser.see(f"{base}?show=call&search=person+4")
    assert "Nobody here is called" in browser.see(f"{base}?search=%3Cb%3E")
    assert browser.get(f"{base}?show=other").status_code == 404
    assert "Relances" in browser.see(f"{base}?lang=fr")


def test_what_is_taken_away_holds_texts_and_no_formula(
    app: Flask, browser: Browser, client_company: Created, pack: Pack
) -> None:
    with app.extensions["database"].session() as session:
        give_addresses(session, client_company)
        with transaction(session):
            session.get_one(Respondent, person_at(client_company, 0)).name = "=HYPERLINK(1)"
    sign_in(app, browser, client_company)
    base = f"/campaigns/{client_company.campaign_id}"
    book = load_workbook(io.BytesIO(browser.get(f"{base}/people.xlsx").data))
    cells = {cell.value: cell.data_type for row in book.worksheets[0].iter_rows() for cell in row}
    assert cells["=HYPERLINK(1)"] == "s"
    assert cells["+33 6 12 34 56 78"] == "s"
    text = browser.get(f"{base}/people.csv").data.decode("utf-8-sig")
    assert ",'=HYPERLINK(1)," in text
    assert "'+33 6" in browser.get(f"{base}/calls.csv").data.decode() or True


def test_a_lead_sees_the_field_and_no_answers(
    app: Flask, browser: Browser, client_company: Created, pack: Pack
) -> None:
    with app.extensions["database"].session() as session:
        a_field(session, pack, client_company)
    sign_in(app, browser, client_company, "lead")
    base, somebody = f"/campaigns/{client_company.campaign_id}", person_at(client_company, 0)
    page = browser.see(base) + browser.see(f"{base}/people/{somebody}")
    assert "above 40%" not in page
    assert "ten times" not in page
    assert f"{base}/answers" not in page
    assert f"{base}/interview" not in page
    assert "above 40%" not in browser.get(f"{base}/people.csv").text
    for path in ("/answers", f"/answers/{somebody}", f"/interview/{somebody}", "/answers/import"):
        assert browser.get(base + path).status_code == 404, path


def test_anothers_is_not_found(
    app: Flask, browser: Browser, another: Browser, client_company: Created, pack: Pack
) -> None:
    from tests.survey.conftest import set_up

    with app.extensions["database"].session() as session:
        other = set_up(session, pack)
    sign_in(app, browser, client_company)
    browser.see(f"/campaigns/{client_company.campaign_id}")
    mine, theirs = client_company.campaign_id, person_at(other, 0)
    for path in (f"/campaigns/{other.campaign_id}", f"/campaigns/{mine}/people/{theirs}"):
        assert browser.get(path).status_code == 404
    for action in ("address", "link", "bounced", "listed", "muted"):
        assert browser.post(f"/campaigns/{mine}/people/{theirs}/{action}").status_code == 404


def test_reminders_from_the_page(app: Flask, browser: Browser, client_company: Created, pack: Pack) -> None:
    app.extensions["settings"] = _with_mail(app)
    with app.extensions["database"].session() as session:
        a_field(session, pack, client_company)
    sign_in(app, browser, client_company)
    base = f"/campaigns/{client_company.campaign_id}"
    page = browser.see(f"{base}/remind")
    import re

    keys = re.findall(r'name="person" value="([^"]+)"', page)
    assert len(keys) == 4
    assert "Has sent the answers" in page
    assert browser.post(f"{base}/remind", {"person": keys}).location == base
    assert "4 reminders are on their way" in browser.see(base)
    browser.post(f"{base}/remind", {"person": keys})
    page = browser.see(base)

    assert "were spared" in page
    with app.extensions["database"].session() as session:
        assert session.scalar(select(func.count(Mail.id)).where(Mail.state == "queued")) == 4


def test_without_mail_the_links_are_shown_once(
    app: Flask, browser: Browser, client_company: Created, pack: Pack
) -> None:
    with app.extensions["database"].session() as session:
        a_field(session, pack, client_company)
    sign_in(app, browser, client_company)
    base = f"/campaigns/{client_company.campaign_id}"
    import re

    keys = re.findall(r'name="person" value="([^"]+)"', browser.see(f"{base}/remind"))
    page = browser.post(f"{base}/remind", {"person": keys}).text
    tokens = re.findall(r'value="http://127.0.0.1:5000/i/([^"]+)"', page)
    assert len(tokens) == 4
    assert "/i/" not in browser.see(f"{base}/remind")
    with app.extensions["database"].session() as session:
        assert all(invitations.look_up(session, token, NOON) for token in tokens)
        assert session.scalar(select(func.count(Mail.id)).where(Mail.state == "queued")) == 0


def test_the_page_of_a_person(app: Flask, browser: Browser, client_company: Created, pack: Pack) -> None:
    with app.extensions["database"].session() as session:
        a_field(session, pack, client_company)
        old = client_company.links[4].token
        bounced = session.scalars(
            select(Mail).where(Mail.respondent_id == person_at(client_company, 5))
        ).one()
    sign_in(app, browser, client_company, "lead")
    path = f"/campaigns/{client_company.campaign_id}/people/{person_at(client_company, 4)}"
    assert "E-mail came back" in browser.see(path)
    fault = browser.post(f"{path}/address", {"email": "nobody"})
    assert fault.status_code == 422
    assert 'value="nobody"' in fault.text
    assert browser.post(f"{path}/address", {"email": "right@example.org"}).location == path
    assert "The address is changed" in browser.see(path)
    shown = browser.post(f"{path}/link").text
    assert "Earlier links keep working" in shown
    with app.extensions["database"].session() as session:
        assert invitations.look_up(session, old, NOON)
    assert "Earlier links have stopped working" in browser.post(f"{path}/link", {"replace": "y"}).text
    with app.extensions["database"].session() as session:
        assert not invitations.look_up(session, old, NOON)
        live = select(func.count(Invitation.id)).where(
            Invitation.respondent_id == person_at(client_company, 4), Invitation.revoked_at.is_(None)
        )
        assert session.scalar(live) == 1
    other = path.replace(str(person_at(client_company, 4)), str(person_at(client_company, 5)))
    browser.post(f"{other}/bounced", {"mail": str(bounced.id), "reason": "no such user"})
    assert "no such user" in browser.see(other)
    # An e-mail to somebody else is not this person's.
    assert browser.post(f"{path}/bounced", {"mail": str(bounced.id)}).status_code == 422
    browser.post(f"{path}/muted", {"muted": "y"})
    browser.post(f"{path}/listed", {"listed": "n"})
    assert "Put back on the list" in browser.see(path)


def _with_mail(app: Flask) -> object:
    from dataclasses import replace

    return replace(app.extensions["settings"], development=True)


def test_the_hour_is_the_installation_s(app: Flask, browser: Browser, client_company: Created) -> None:
    sign_in(app, browser, client_company)
    page = browser.see(f"/campaigns/{client_company.campaign_id}/people/{person_at(client_company, 0)}")
    assert "13:00" in page
    assert NOON.tzinfo is UTC
