"""E-mails reach a real mail server, once, with a link that works; what goes wrong is told and tried again."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from questionnaires import Pack
from questionnaires.errors import InvalidAnswer
from survey import outbox
from survey.db import transaction
from survey.jobs import Worker
from survey.models import (
    Account,
    Campaign,
    Delegation,
    Event,
    Firm,
    Invitation,
    Job,
    Mail,
    Respondent,
    Submission,
)
from survey.services import accounts, invitations, mail
from survey.services.campaigns import Created
from tests.mail_server import DROP
from tests.survey.conftest import Browser
from tests.survey.mail.conftest import CLAIRE, PUBLIC, Post, links, parts, token


def test_an_invitation_arrives_as_text_and_page_with_a_link_that_works(post: Post, browser: Browser) -> None:
    with transaction(post.session):
        post.campaign.organisation.accent = "#7a1f5c"
    mail_id = post.queue()
    assert post.work() == 1
    assert [recipients for recipients, _ in post.listener.given] == [[CLAIRE]]
    (message,) = post.listener.messages()
    assert message.get_content_type() == "multipart/alternative"
    assert str(message["To"]) == f"Claire Exemple <{CLAIRE}>"
    assert str(message["From"]) == "Atelier Conseil <enquete@conseil.example>"
    assert str(message["Reply-To"]) == "marc@conseil.example"
    assert message["Auto-Submitted"] == "auto-generated"
    assert str(message["Subject"]) == "Forges de Valmont: 5 short parts on AI"
    text, page = parts(message)
    (address,) = links(text)
    assert set(links(page)) == {address}
    assert '<html lang="en" dir="ltr">' in page
    assert "<img" not in page
    assert 'bgcolor="#7a1f5c"' in page
    assert address.startswith(f"{PUBLIC}/i/")
    browser.enter(token(message))
    found = post.mail(mail_id)
    assert (found.state, found.error) == ("sent", "")
    assert found.sent_at is not None
    assert found.message_id == str(message["Message-ID"])
    assert found.message_id.endswith("@conseil.example>")
    assert post.work() == 0


def test_each_language_is_its_own_letter(post: Post) -> None:
    post.queue("reminder_new", locale="fr")
    post.work()
    (message,) = post.listener.messages()
    text, page = parts(message)
    assert str(message["Subject"]) == "Forges de Valmont\u00a0: votre regard sur l’IA, 13\u00a0minutes"
    assert text.startswith("Bonjour Claire Exemple,")
    assert "Ouvrir mon questionnaire\u00a0: https://" in text
    assert '<html lang="fr" dir="ltr">' in page


def test_a_server_that_says_later_gets_the_same_message_later(post: Post) -> None:
    before = post.session.scalar(select(func.count()).select_from(Invitation)) or 0
    mail_id = post.queue()
    post.listener.to_data.append("451 4.7.1 Greylisted, come back")
    post.work()
    found = post.mail(mail_id)
    assert (found.state, found.error) == ("queued", "451 4.7.1 Greylisted, come back")
    job = post.job()
    assert (job.state, job.attempts) == ("ready", 1)
    assert timedelta(seconds=50) < job.run_at - datetime.now(UTC) < timedelta(seconds=61)
    first = found.message_id
    post.later()
    post.work()
    assert [str(message["Message-ID"]) for message in post.listener.messages()] == [first]
    assert post.mail(mail_id).state == "sent"
    # The link of the message that was not taken reached nobody, and is gone.
    assert post.session.scalar(select(func.count()).select_from(Invitation)) == before + 1


def test_an_address_that_is_refused_is_told_with_the_servers_words(post: Post) -> None:
    mail_id = post.queue()
    post.listener.to_rcpt.append("550 5.1.1 No such person here")
    post.work()
    assert post.mail(mail_id).sent_at is None
    (state,) = mail.states(post.session, post.campaign)
    assert (state.id, state.state, state.error) == (mail_id, "refused", "550 5.1.1 No such person here")
    job = post.job()
    assert (job.state, job.error) == ("failed", "550 5.1.1 No such person here")
    line = post.session.scalars(select(Event).where(Event.action == "mail.refused")).one()
    assert (line.actor, line.subject) == ("worker", "Claire Exemple")
    post.later()
    assert post.work() == 0
    # Put right, it is sent to the address that the person has now; a second press notes no second one.
    with transaction(post.session):
        post.session.get_one(Respondent, post.claire.id).email = "claire.exemple@valmont.example"
    actor = mail.Actor("command")
    assert mail.send_again(post.session, post.campaign, mail_id, datetime.now(UTC), actor=actor)
    assert not mail.send_again(post.session, post.campaign, mail_id, datetime.now(UTC), actor=actor)
    post.work()
    assert [str(message["To"]) for message in post.listener.messages()] == [
        "Claire Exemple <claire.exemple@valmont.example>"
    ]


def test_a_connection_that_breaks_off_after_the_message_repeats_it_under_the_same_name(
    post: Post, browser: Browser
) -> None:
    mail_id = post.queue()
    post.listener.to_data.append(DROP)
    post.work()
    assert post.mail(mail_id).state == "sending"
    post.later()
    post.work()
    assert post.mail(mail_id).state == "sent"
    one, two = post.listener.messages()
    assert str(one["Message-ID"]) == str(two["Message-ID"])
    for message in (one, two):  # whichever the person opens
        browser.enter(token(message))


def test_a_worker_that_stops_after_the_server_said_yes_sends_the_same_again(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail_id = post.queue()
    with monkeypatch.context() as stopped:
        stopped.setattr("survey.services.sending.delivered", _killed)
        with pytest.raises(KeyboardInterrupt):
            post.work()
    assert post.mail(mail_id).state == "sending"
    assert post.work() == 0  # its lease has not run out
    with transaction(post.session):
        post.session.execute(update(Job).where(Job.kind == "mail").values(lease_until=datetime.now(UTC)))
    assert post.work() == 1
    assert len({str(message["Message-ID"]) for message in post.listener.messages()}) == 1
    assert post.mail(mail_id).state == "sent"


def _killed(*_: Any) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("reason", ["answered", "muted", "removed", "closed"])
def test_a_reminder_that_is_not_needed_any_more_does_not_go_out(post: Post, reason: str) -> None:
    mail_id, now = post.queue("reminder_started"), datetime.now(UTC)
    with transaction(post.session):
        person = post.session.get_one(Respondent, post.claire.id)
        wave = post.session.get_one(Campaign, post.campaign.id)
        match reason:
            case "answered":
                post.session.add(
                    Submission(
                        organisation_id=wave.organisation_id,
                        campaign_id=wave.id,
                        respondent_id=person.id,
                        state="sent",
                        started_at=now,
                        sent_at=now,
                    )
                )
            case "muted":
                person.muted_at = now
            case "removed":
                person.removed_at = now
            case _:
                wave.state, wave.closed_at = "closed", now
    post.work()
    assert post.listener.given == []
    assert (post.mail(mail_id).state, post.mail(mail_id).error) == ("dropped", reason)


def test_a_reminder_speaks_of_what_is_left(
    post: Post, browser: Browser, client_company: Created, pack: Pack
) -> None:
    browser.enter(client_company.links[1].token)
    part = pack.questionnaire.dimensions[0].id
    first = [item for item in pack.questionnaire.questions if item.dimension == part]
    for number, question in enumerate(first, 1):
        browser.see(f"/answers/{question.dimension}/{number}")
        browser.save(question.dimension, number, question.id, "2", 0)
    # Noted as "not begun", it says what is true when it goes out.
    post.queue("reminder_new")
    post.work()
    (message,) = post.listener.messages()
    assert "You still have 4\u00a0parts to complete, about" in parts(message)[0]


def test_a_colleague_gets_the_message_and_a_link_to_the_part(post: Post, pack: Pack) -> None:
    part = pack.questionnaire.dimensions[0]
    with transaction(post.session):
        post.session.add(
            found := Delegation(
                organisation_id=post.campaign.organisation_id,
                campaign_id=post.campaign.id,
                respondent_id=post.claire.id,
                dimension=part.id,
                name="Paul Exemple",
                email="paul@valmont.example",
                message="You know our tools.\r\nThank you! {link} [x]",
                created_at=datetime.now(UTC),
            )
        )
        post.session.flush()
    post.queue(
        "delegation",
        delegation_id=found.id,
        respondent_id=None,
        to_name=found.name,
        to_address=found.email,
    )
    post.work()
    (message,) = post.listener.messages()
    assert str(message["Subject"]) == "Claire Exemple asks you to answer one part on AI"
    assert str(message["Reply-To"]) == CLAIRE
    text, page = parts(message)
    assert "Claire Exemple writes:\nYou know our tools.\nThank you! {link} [x]" in text
    assert f"“{part.name['en']}”" in text
    assert text.count("https://") == 1
    digest = invitations.digest_of(token(message))
    link = post.session.scalars(select(Invitation).where(Invitation.digest == digest)).one()
    assert (link.purpose, link.delegation_id) == ("delegate", found.id)
    assert "Thank you! {link} [x]" in page


def test_an_account_gets_a_link_that_works_once_and_not_for_ever(post: Post) -> None:
    now = datetime.now(UTC)
    with transaction(post.session):
        firm_id = post.session.scalars(select(Firm.id)).one()
        accounts.add_account(
            post.session, firm_id, "lea@conseil.example", name="Léa", role="consultant", now=now
        )
        account = post.session.scalars(select(Account)).one()
        for kind in ("join", "reset"):
            mail.queue(
                post.session,
                now,
                firm_id=firm_id,
                kind=kind,
                dedup=f"{kind}:1",
                to_name=account.name,
                to_address=account.email,
                locale="fr",
                account_id=account.id,
            )
    post.work()
    found = {links(parts(message)[0])[0].split("/")[3] for message in post.listener.messages()}
    assert found == {"join", "reset"}


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "claire",
        "claire@valmont",
        "a@b.example, c@d.example",
        "a@b.example\r\nBcc: c@d.example",
        "a b@c.example",
        "<a@b.example>",
        "é@b.example",
        "a\x00@b.example",
    ],
)
def test_what_is_no_address_is_not_noted(post: Post, wrong: str) -> None:
    with pytest.raises(InvalidAnswer, match="is not an e-mail address"):
        post.queue(to_address=wrong)


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "name",
    [
        "A\r\nBcc: x@y.example",
        'Quote " and \\ back',
        "Comma, Semi; <x@y.example>",
        "É" * 190,
        "右\u202eevil",
    ],
)
def test_a_name_stays_a_name(post: Post, name: str) -> None:
    post.queue(to_name=name)
    post.work()
    (message,) = post.listener.messages()
    assert [recipients for recipients, _ in post.listener.given] == [[CLAIRE]]
    (reader,) = message["To"].addresses
    assert reader.addr_spec == CLAIRE
    assert "Bcc" not in message
    assert reader.display_name.replace(" ", "") == re.sub(r"[\x00-\x20\u202e]", "", name)


def test_no_minute_sees_more_than_the_settings_allow(post: Post) -> None:
    for number in range(3):
        post.queue(dedup=f"rate:{number}")
    assert post.work(mail_per_minute=2) == 2
    assert Worker(post.database, replace(post.settings, mail_per_minute=2))._rest() > 20
    with transaction(post.session):
        sent = update(Mail).where(Mail.sent_at.is_not(None))
        post.session.execute(sent.values(sent_at=datetime.now(UTC) - timedelta(seconds=61)))
    assert post.work(mail_per_minute=2) == 1


def test_without_a_server_an_installation_for_development_keeps_what_it_sends(post: Post) -> None:
    post.queue()
    local = replace(post.settings, smtp_url="", mail_from="", development=True)
    assert mail.available(local)
    post.work(smtp_url="", mail_from="", development=True)
    (kept,) = outbox.newest(local)
    assert kept.to == f"Claire Exemple <{CLAIRE}>"
    assert f"{PUBLIC}/i/" in kept.text
    assert f'href="{PUBLIC}/i/' in kept.html
    assert outbox.read(local, "../secret_key") is None
    assert not mail.available(replace(local, development=False))


def test_where_encryption_is_asked_for_nothing_goes_out_without(post: Post) -> None:
    mail_id = post.queue()
    post.work(smtp_url=post.listener.url.replace("security=none", "security=starttls"))
    assert post.listener.given == []
    assert (post.mail(mail_id).state, post.mail(mail_id).error) == (
        "queued",
        "STARTTLS extension not supported by server.",
    )


def test_a_server_that_does_not_answer_is_told_and_tried_again(post: Post) -> None:
    mail_id = post.queue()
    post.work(smtp_url="smtp://127.0.0.1:1?security=none")
    assert post.mail(mail_id).error == "127.0.0.1:1: [Errno 111] Connection refused"
    post.later()
    post.work()
    assert post.mail(mail_id).state == "sent"


def test_a_sender_that_is_not_allowed_loses_no_e_mail(post: Post) -> None:
    mail_id = post.queue()
    post.listener.to_mail.append("550 5.7.1 Sender not allowed")
    post.work()
    assert (post.mail(mail_id).state, post.mail(mail_id).error) == ("queued", "550 5.7.1 Sender not allowed")


def test_a_bounce_is_noted_by_hand_once(post: Post) -> None:
    mail_id = post.queue()
    actor, now = mail.Actor("command"), datetime.now(UTC)
    # Not before it was sent.
    assert not mail.mark_bounced(post.session, post.campaign, mail_id, now, actor=actor)
    post.work()
    assert mail.mark_bounced(post.session, post.campaign, mail_id, now, actor=actor, reason="Mailbox full")
    assert not mail.mark_bounced(post.session, post.campaign, mail_id, now, actor=actor)
    assert [(item.state, item.error) for item in mail.states(post.session, post.campaign)] == [
        ("bounced", "Mailbox full")
    ]
