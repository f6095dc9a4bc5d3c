"""Workers are killed again and again under a mail server that misbehaves; everybody is reached."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from questionnaires import Pack
from survey.db import Database, transaction
from survey.models import Campaign, Firm, Job, Mail, Respondent
from survey.services import mail
from tests.mail_server import DROP, Listener, listening
from tests.survey.conftest import set_up

# The real worker; only its patience is that of a test.
WORKER = """
import sys
from datetime import timedelta
from survey.config import Settings
from survey.db import open_database
from survey.jobs import KINDS, Kind, Worker
from survey.services import jobs

jobs.DELAYS, jobs.LATER = (timedelta(milliseconds=50),) * 3, timedelta(milliseconds=50)
address, smtp = sys.argv[1:]
settings = Settings(
    smtp_url=smtp, mail_from="a@conseil.example", mail_per_minute=10_000, public_url="https://survey.example.org"
)
mail = KINDS["mail"]
kinds = {"mail": Kind(mail.run, timedelta(seconds=1), mail.hold, mail.failed)}
Worker(open_database(address), settings, kinds=kinds, look=timedelta(milliseconds=50)).run()
"""
PEOPLE = int(os.environ.get("MANDATE_PEOPLE", "24"))
"""``make soak`` writes to two hundred."""


@pytest.mark.slow
def test_everybody_is_reached_though_workers_are_killed(app: Flask, pack: Pack, address: str) -> None:
    database: Database = app.extensions["database"]
    chance = random.Random(7)
    listener = Listener()
    listener.to_rcpt.extend(chance.choice(["250 OK"] * 5 + ["450 4.2.1 busy"]) for _ in range(PEOPLE))
    listener.to_data.extend(chance.choice(["250 OK"] * 5 + ["451 4.3.0 later", DROP]) for _ in range(PEOPLE))
    expected = invite_everybody(database, pack)
    kills = 0
    with listening(listener):
        while waiting(database):
            with start(address, listener.url) as worker:
                enough = len(listener.given) + chance.randint(5, 9)
                until = time.monotonic() + 20
                while len(listener.given) < enough and time.monotonic() < until and waiting(database):
                    time.sleep(0.02)
                time.sleep(chance.uniform(0, 0.03))  # anywhere in the next one
                worker.send_signal(signal.SIGKILL)
            kills += 1
            assert kills < PEOPLE, "the campaign does not come to an end"
    drops = sum(answer == DROP for answer in listener.answers)
    check(database, listener, expected, kills + drops)
    assert kills >= PEOPLE // 10


def check(database: Database, listener: Listener, expected: set[str], repeats: int) -> None:
    """All reached; twice only under one name, and not more often than something was cut off."""
    messages = [message_from_bytes(content, policy=default) for content in listener.accepted]
    reached = Counter(str(message["To"]) for message in messages)
    assert set(reached) == expected
    names = {(str(message["To"]), str(message["Message-ID"])) for message in messages}
    assert len(names) == PEOPLE
    assert sum(reached.values()) - PEOPLE <= repeats
    assert all(
        recipients == [str(message["To"])]
        for recipients, message in zip(
            [to for to, content in listener.given if content in listener.accepted], messages, strict=True
        )
    )
    with database.session() as session:
        assert set(session.scalars(select(Mail.state))) == {"sent"}


def start(address: str, smtp: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", WORKER, address, smtp], cwd=Path(__file__).parents[3])


def waiting(database: Database) -> int:
    with database.session() as session:
        return session.scalar(select(func.count()).where(Job.kind == "mail", Job.state != "done")) or 0


def invite_everybody(database: Database, pack: Pack) -> set[str]:
    """A campaign with its people, each with an invitation noted; their addresses."""
    with database.session() as session:
        created = set_up(session, pack)
        now = datetime.now(UTC)
        with transaction(session):
            campaign = session.get_one(Campaign, created.campaign_id)
            firm_id = session.scalars(select(Firm.id)).one()
            department = session.scalars(select(Respondent.department_id).limit(1)).one()
            for number in range(PEOPLE):
                session.add(
                    person := Respondent(
                        organisation_id=campaign.organisation_id,
                        campaign_id=campaign.id,
                        department_id=department,
                        email=f"p{number}@valmont.example",
                    )
                )
                session.flush()
                mail.queue(
                    session,
                    now,
                    firm_id=firm_id,
                    kind="invitation",
                    dedup=f"{campaign.id}:{person.id}:invitation",
                    to_name="",
                    to_address=person.email,
                    locale="en",
                    organisation_id=campaign.organisation_id,
                    campaign_id=campaign.id,
                    respondent_id=person.id,
                )
    return {f"p{number}@valmont.example" for number in range(PEOPLE)}
