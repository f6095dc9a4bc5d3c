"""People forgotten, one by one and when their time is over: no name left, and the figures as they were."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from questionnaires import Pack
from reports.report_json import report_from_json, report_to_json
from reports.results import from_json
from survey.db import Base, transaction
from survey.models import (
    Answer,
    Campaign,
    Delegation,
    Draft,
    Edition,
    Event,
    FollowUp,
    Invitation,
    Organisation,
    Reading,
    Respondent,
    StoredResult,
    Submission,
)
from survey.services import forgetting, housekeeping, journal, publishing, results, retention
from survey.services.journal import Actor
from survey.services.mentions import Mentions
from tests.survey.conftest import NOON
from tests.survey.full_client import Canaries, a_full_client
from tests.survey.test_archive import counts, everything

COMMAND = Actor("command")
NAME, EMAIL, PHONE = "Ines Quetzalcoatl", "ines.q@client.example", "+33 6 98 76 54 32"
COMMENT = "Our foundry's log: kept since 2019, on paper"
LEFT = re.compile(
    "|".join(map(re.escape, (NAME, EMAIL, PHONE, "Quetzalcoatl", "foundry", "Colleague Xoloitzcuintli")))
)


@pytest.fixture
def full(session: Session, pack: Pack) -> Canaries:
    return a_full_client(session, pack)


def a_person_everywhere(session: Session, full: Canaries) -> UUID:
    """One respondent named in all that is about them, and in what others wrote."""
    with transaction(session):
        person = session.scalars(
            select(Respondent).where(Respondent.campaign_id == full.campaign_id).order_by(Respondent.id)
        ).all()[3]
        for number, other in enumerate(session.scalars(select(Respondent)).all()):
            other.name, other.email = f"Somebody Else{number}", f"else{number}@client.example"
        person.name, person.email, person.phone = NAME, EMAIL, PHONE
        given = session.scalars(select(Submission).where(Submission.respondent_id == person.id)).one()
        answer = session.scalars(select(Answer).where(Answer.submission_id == given.id)).first()
        assert answer
        answer.comment, answer.note, answer.given_by = COMMENT, f"Ask {NAME}", "Colleague Xoloitzcuintli"
        mine = {"organisation_id": full.client_id, "campaign_id": full.campaign_id}
        session.add(
            Delegation(
                **mine,
                respondent_id=person.id,
                dimension="skills",
                created_at=NOON,
                name="Colleague Xoloitzcuintli",
                email="xolo@client.example",
                message="Please",
            )
        )
        session.scalars(select(Draft)).one().board = {
            "own": [{"text": f"As {NAME} says: « {COMMENT.replace(chr(39), '’')} »"}]
        }
        session.scalars(select(FollowUp)).one().owner = NAME.upper()
        session.get_one(Organisation, full.client_id).sponsor_name = NAME
        edition = session.scalars(select(Edition)).one()
        report = replace(
            report_from_json(edition.reports["en"]), prepared_by=f"{NAME}: it works. “{COMMENT}”"
        )  # type: ignore[arg-type]
        edition.results = edition.results.replace(full.sponsor, NAME)
        edition.reports, edition.erased_at = {"en": report_to_json(report)}, NOON - timedelta(days=9)
        actor = Actor("respondent", NAME, person.id)
        note = {"organisation_id": full.client_id}
        journal.note(session, full.firm_id, actor, "submission.send", NOON, subject=NAME, **note)
        journal.note(session, full.firm_id, COMMAND, "person.address", NOON, detail_of=EMAIL, **note)
        journal.note(session, full.firm_id, COMMAND, "campaign.launch", NOON, subject="1", **note)
        person_id = person.id
    campaign = session.get_one(Campaign, full.campaign_id)
    pack_results(session, campaign)
    return person_id


def pack_results(session: Session, campaign: Campaign) -> None:
    from questionnaires import load

    results.compute(session, load(), campaign.id, NOON + timedelta(hours=1))


def forgotten(session: Session, full: Canaries, person_id: UUID, *, answers: bool) -> forgetting.Forgotten:
    with transaction(session):
        person = session.get_one(Respondent, person_id)
        action = "person.erase" if answers else "person.forget"
        done = forgetting.forget(
            session,
            full.firm_id,
            forgetting.same_person(session, person),
            actor=COMMAND,
            action=action,
            now=NOON + timedelta(days=2),
            answers=answers,
        )
    session.expire_all()
    return done


@pytest.mark.parametrize("answers", [False, True])
def test_nothing_says_who_it_was(session: Session, full: Canaries, answers: bool) -> None:
    person_id = a_person_everywhere(session, full)
    assert len(set(LEFT.findall(everything(session)))) >= 5
    done = forgotten(session, full, person_id, answers=answers)
    assert LEFT.findall(everything(session)) == []
    assert (done.people, done.campaigns) == (1, {full.campaign_id})
    assert journal.verify(session, full.firm_id) is None
    # A line that is not about the person is as it was.
    assert session.scalars(select(Event).where(Event.action == "campaign.launch")).one().subject == "1"
    assert session.scalars(select(FollowUp)).one().owner == "…"
    edition = session.scalars(select(Edition)).one()
    assert report_from_json(edition.reports["en"]).prepared_by == "…: it works. “…”"  # type: ignore[arg-type]
    assert from_json(edition.results).sponsor_name == "…"
    assert edition.digest == publishing.digest_of(edition)
    assert edition.erased_at == NOON + timedelta(days=2)


def levels(session: Session, person_id: UUID) -> list[tuple[str, str | None]]:
    rows = session.execute(
        select(Answer.question, Answer.value)
        .join(Submission, Submission.id == Answer.submission_id)
        .where(Submission.respondent_id == person_id)
        .order_by(Answer.question)
    )
    return [(question, value) for question, value in rows]


def test_whoever_is_forgotten_still_counts(session: Session, pack: Pack, full: Canaries) -> None:
    person_id = a_person_everywhere(session, full)
    before, given = counts(session), levels(session, person_id)
    old = results.latest(session, pack, full.campaign_id)
    forgotten(session, full, person_id, answers=False)
    assert levels(session, person_id) == given
    after = counts(session)
    for table in (
        "respondent",
        "submission",
        "answer",
        "agreed_answer",
        "stored_result",
        "edition",
        "delegation",
    ):
        assert after[table] == before[table], table
    new = results.compute(session, pack, full.campaign_id, NOON + timedelta(days=3))
    assert old
    assert (new.dimensions, new.participation) == (old.results.dimensions, old.results.participation)
    links = session.scalars(select(Invitation).where(Invitation.respondent_id == person_id)).all()
    assert links == []


def test_whoever_is_erased_counts_no_more(session: Session, pack: Pack, full: Canaries) -> None:
    person_id = a_person_everywhere(session, full)
    forgotten(session, full, person_id, answers=True)
    assert session.get(Respondent, person_id) is None
    assert session.scalars(select(StoredResult)).all() == []
    new = results.compute(session, pack, full.campaign_id, NOON + timedelta(days=3))
    assert new.participation.respondents == 7
    assert session.scalars(select(Edition)).one().number == 1


def test_a_namesake_keeps_the_name(session: Session, full: Canaries) -> None:
    person_id = a_person_everywhere(session, full)
    with transaction(session):
        other = session.scalars(select(Respondent).where(Respondent.id != person_id)).first()
        assert other
        other.name = NAME
    done = forgotten(session, full, person_id, answers=False)
    assert done.people == 1
    assert session.scalars(select(FollowUp)).one().owner == NAME.upper()
    assert EMAIL not in everything(session)


def test_words_are_found_as_a_whole_and_however_they_are_typeset() -> None:
    found = Mentions(["Ann Lee", "it's here: now", "Al", "a.b@c.example"])
    assert found.masked("ann  LEE, Joann Leeds, Al") == "…, Joann Leeds, Al"
    assert found.masked({"x": ["It’s here\u00a0: now!", 7, None]}) == {"x": ["…!", 7, None]}
    assert found.within([{"a.b@c.example": 1}])
    assert not found.within("xa.b@c.examples")
    assert not Mentions(["", "x"]).within("x")
    assert Mentions([]).masked("x") == "x"


# --- when their time is over ----------------------------------------------------------------------


def close(
    session: Session, campaign_id: UUID, at: datetime, months: int | None, of_firm: int | None = None
) -> None:
    with transaction(session):
        campaign = session.get_one(Campaign, campaign_id)
        campaign.state, campaign.closed_at = "closed", at
        client = session.get_one(Organisation, campaign.organisation_id)
        client.keep_months = months
        session.execute(update(Base.metadata.tables["firm"]).values(keep_months=of_firm))


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-11-20", 1, "2026-12-20"),
        ("2026-11-20", 2, "2027-01-20"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2027-12-31", 2, "2028-02-29"),
        ("2026-11-20", 24, "2028-11-20"),
        ("2026-12-01", 12, "2027-12-01"),
    ],
)
def test_months_are_counted_as_people_count_them(start: str, months: int, end: str) -> None:
    assert retention.later(datetime.fromisoformat(start), months) == datetime.fromisoformat(end)


def test_what_is_due_is_told_before_it_happens(session: Session, full: Canaries) -> None:
    assert retention.due(session, NOON) == []
    close(session, full.campaign_id, NOON, None)
    assert retention.due(session, NOON + timedelta(days=4000)) == []
    close(session, full.campaign_id, NOON, None, 12)
    (item,) = retention.due(session, NOON)
    assert item.on == datetime.fromisoformat("2027-11-20T12:00:00+00:00")
    assert item.people == 8
    assert not item.soon(item.on - timedelta(days=31))
    assert item.soon(item.on - timedelta(days=30))
    close(session, full.campaign_id, NOON, 6, 12)
    assert retention.due(session, NOON)[0].on == datetime.fromisoformat("2027-05-20T12:00:00+00:00")


def test_housekeeping_forgets_a_campaigns_people_on_the_day(session: Session, full: Canaries) -> None:
    person_id = a_person_everywhere(session, full)
    close(session, full.campaign_id, NOON, 6)
    day = datetime.fromisoformat("2027-05-20T12:00:00+00:00")
    given = levels(session, person_id)
    housekeeping.tidy(session, day - timedelta(hours=1))
    assert session.get_one(Respondent, person_id).name == NAME
    housekeeping.tidy(session, day)
    session.expire_all()
    assert LEFT.findall(everything(session)) == []
    assert "Somebody Else" not in everything(session)
    assert levels(session, person_id) == given
    assert session.get_one(Campaign, full.campaign_id).forgotten_at == day
    assert session.scalars(select(Reading)).one().who == ""
    assert retention.due(session, day) == []
    assert journal.verify(session, full.firm_id) is None
    before = counts(session)["event"]
    housekeeping.tidy(session, day + timedelta(days=1))
    assert counts(session)["event"] == before


def test_whoever_is_in_a_later_wave_stays_named_there(session: Session, full: Canaries) -> None:
    person_id = a_person_everywhere(session, full)
    close(session, full.campaign_id, NOON, 6)
    with transaction(session):
        first = session.get_one(Campaign, full.campaign_id)
        wave = Campaign(
            organisation_id=full.client_id,
            wave=2,
            pack_key=first.pack_key,
            state="open",
            pack_version=first.pack_version,
            as_of=first.as_of,
            created_at=NOON,
            opened_at=NOON,
        )
        session.add(wave)
        session.flush()
        old = session.get_one(Respondent, person_id)
        again = Respondent(
            organisation_id=full.client_id,
            campaign_id=wave.id,
            department_id=old.department_id,
            name=NAME,
            email=EMAIL,
        )
        session.add(again)
        session.flush()
        again_id = again.id
    housekeeping.tidy(session, NOON + timedelta(days=365))
    session.expire_all()
    assert session.get_one(Respondent, person_id).name == ""
    assert session.get_one(Respondent, again_id).name == NAME
    assert session.scalars(select(FollowUp)).one().owner == NAME.upper()
