"""An installation as it is on the first day: nobody, no client, a mail server that takes everything."""

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from questionnaires import load
from questionnaires.answers import Submission as Given
from survey.db import open_database, transaction
from survey.demo import sample
from survey.models import Campaign, Mail, Respondent
from survey.services import submissions
from tests.mail_server import Listener, listening
from tests.running import ROOT, Running, served, wait_until


@dataclass
class Installation:
    """The server under way, its database and its post."""

    address: str
    running: Running
    database: str
    post: Listener

    def command(self, *words: str) -> str:
        """What a command of ``mandate`` prints."""
        done = subprocess.run(
            [sys.executable, "-m", "survey.cli", *words],
            env=self.running.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def letters(self, to: str, count: int = 1) -> list[EmailMessage]:
        """The e-mails to an address, in their order, once there are as many."""

        def found() -> list[EmailMessage]:
            return [message for message in self.post.messages() if to in str(message["To"])]

        wait_until(lambda: len(found()) >= count, 20)
        return found()

    def link(self, to: str, count: int = 1) -> str:
        """The personal link in the newest e-mail to an address."""
        body = self.letters(to, count)[-1].get_body(("plain",))
        assert body
        return re.findall(rf"{re.escape(self.address)}/i/\S+", body.get_content())[0]

    def answer(self, campaign: UUID, name: str, levels: str, *, send: bool = True) -> None:
        """Somebody answers what is left, as through the browser but faster: one level a question, in turn."""
        pack, database = load(), open_database(self.database)
        with database.session() as session:
            person = session.scalars(
                select(Respondent).where(Respondent.campaign_id == campaign, Respondent.name == name)
            ).one()
            visitor, now = sample.person(session, campaign, person.id), datetime.now(UTC)
            if send:
                submissions.begin(session, visitor, visitor.actor, now)
            done = {
                answer.question
                for answer in submissions.submission_of(session, visitor).answers
                if answer.value
            }
            left = [question for question in pack.question if question not in done]
            given = {question: int(levels[n % len(levels)]) for n, question in enumerate(left)}
            sample.answer(session, pack, visitor, Given(visitor.department, person.role or "", given), now)
            if send:
                submissions.send(session, visitor, now)
        database.close()

    def days_pass(self, campaign: UUID, days: int) -> None:
        """What was written and launched happened so many days earlier."""
        database, earlier = open_database(self.database), timedelta(days=days)
        with database.session() as session, transaction(session):
            found = session.get_one(Campaign, campaign)
            assert found.opened_at
            found.opened_at -= earlier
            for letter in session.scalars(select(Mail).where(Mail.campaign_id == campaign)):
                letter.created_at -= earlier
        database.close()


@contextmanager
def installation(folder: Path) -> Iterator[Installation]:
    """``mandate serve`` in an empty folder, with a mail server beside it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address, database = f"http://127.0.0.1:{port}", f"sqlite:///{folder}/mandate.sqlite"
    settings = {"public_url": address, "mail_from": "Atelier Conseil <survey@conseil.example>"}
    with (
        listening() as post,
        served(folder, database, port=port, smtp_url=post.url, mail_per_minute="1000", **settings) as running,  # type: ignore[arg-type]
    ):
        yield Installation(address, running, database, post)
