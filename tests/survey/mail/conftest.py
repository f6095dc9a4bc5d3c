"""A post office: a client with somebody to write to, a worker, and a real mail server."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from survey.config import Settings
from survey.db import Database, transaction
from survey.jobs import Worker
from survey.models import Campaign, Firm, Job, Mail, Respondent
from survey.services import mail
from survey.services.campaigns import Created
from tests.mail_server import Listener, listening

PUBLIC = "https://survey.example.org"
CLAIRE = "claire@valmont.example"


@dataclass
class Post:
    """Everything between the press of a button and the mail server."""

    database: Database
    settings: Settings
    session: Session
    campaign: Campaign
    claire: Respondent
    listener: Listener

    def queue(self, kind: str = "invitation", **more: Any) -> UUID:
        """Note an e-mail to Claire; its id."""
        values = {
            "kind": kind,
            "dedup": f"{self.campaign.id}:{self.claire.id}:{kind}",
            "to_name": self.claire.name,
            "to_address": self.claire.email,
            "locale": "en",
            "organisation_id": self.campaign.organisation_id,
            "campaign_id": self.campaign.id,
            "respondent_id": self.claire.id,
            **more,
        }
        with transaction(self.session):
            firm_id = self.session.scalars(select(Firm.id)).one()
            assert mail.queue(self.session, datetime.now(UTC), firm_id=firm_id, **values)
        return self.session.scalars(select(Mail.id).where(Mail.dedup == values["dedup"])).one()

    def work(self, **settings: Any) -> int:
        """Do everything that is due; how many jobs that was."""
        self.session.rollback()  # what is read after this is as it is then
        worker, done = Worker(self.database, replace(self.settings, **settings)), 0
        while worker.do_next():
            done += 1
        return done

    def later(self) -> None:
        """Time passes: what was put off is due."""
        with transaction(self.session):
            ready = update(Job).where(Job.state == "ready")
            self.session.execute(ready.values(run_at=datetime.now(UTC)))

    def mail(self, mail_id: UUID) -> Mail:
        """How far an e-mail has come."""
        self.session.rollback()
        self.session.expire_all()
        return self.session.get_one(Mail, mail_id)

    def job(self) -> Job:
        """The only job that sends."""
        self.session.rollback()
        self.session.expire_all()
        return self.session.scalars(select(Job).where(Job.kind == "mail")).one()


@pytest.fixture
def post(app: Flask, client_company: Created) -> Iterator[Post]:
    with listening() as listener:
        settings = replace(
            app.extensions["settings"],
            public_url=PUBLIC,
            smtp_url=listener.url,
            mail_from="Atelier Conseil <enquete@conseil.example>",
            mail_per_minute=10_000,
        )
        database: Database = app.extensions["database"]
        with database.session() as session:
            with transaction(session):
                campaign = session.get_one(Campaign, client_company.campaign_id)
                campaign.reply_to = "marc@conseil.example"
                claire = session.get_one(Respondent, client_company.links[1].respondent_id)
                claire.name, claire.email = "Claire Exemple", CLAIRE
            yield Post(database, settings, session, campaign, claire, listener)


def parts(message: EmailMessage) -> tuple[str, str]:
    """The plain text and the page of a message."""
    text, page = message.get_body(("plain",)), message.get_body(("html",))
    assert text
    assert page
    return text.get_content().replace("\r\n", "\n"), page.get_content()


def links(text: str) -> list[str]:
    """The addresses in a text."""
    return re.findall(r"https?://[^\s\"<]+", text)


def token(message: EmailMessage) -> str:
    """The secret part of the only link in a message's text."""
    (address,) = links(parts(message)[0])
    return address.rsplit("/", 1)[1]
