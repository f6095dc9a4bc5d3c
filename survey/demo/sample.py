"""The invented clients that ship with Mandate, and what their people do, through the site's own services."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.resources import as_file, files
from uuid import UUID

from sqlalchemy.orm import Session

from questionnaires.answers import Case
from questionnaires.answers import Submission as Given
from questionnaires.model import Pack

from ..config import Settings
from ..db import transaction
from ..files import Entry, people_in, read_answers, read_facts, read_table
from ..mailing import deliver, message_of
from ..models import Campaign, Respondent
from ..services import clients, facts, jobs, people, sending, setup, submissions, visitors
from ..services.tenant import Member
from ..services.visitors import Visitor
from .firm import CONTACT


@dataclass(frozen=True, slots=True)
class Sample:
    """One of them, as its files have it. ``people`` in the order of its list."""

    case: Case
    people: tuple[Entry, ...]
    answers: tuple[Given, ...]

    def answered(self) -> Iterator[tuple[int, Given]]:
        """Each set of answers, with the place of the person who gave them: the next of the department."""
        free = list(enumerate(self.people))
        for given in self.answers:
            found = next(item for item in free if item[1].department == given.department)
            free.remove(found)
            yield found[0], given


@dataclass(frozen=True, slots=True)
class Settled:
    """A client that was set up: its campaign, and its people in the order of the list."""

    client_id: UUID
    campaign_id: UUID
    people: tuple[UUID, ...]


def read(name: str, pack: Pack) -> Sample:
    """A sample by the name of its folder."""
    with as_file(files("survey") / "samples" / name) as folder:
        case = read_facts(folder / "facts.yaml", pack)
        names = [item.name for item in case.departments]
        listed = people_in(read_table(folder / "people.csv"), pack, names)
        answers = read_answers(read_table(folder / "answers.csv"), pack, names)
    return Sample(case, tuple(listed.people), tuple(answers))


def set_up(
    session: Session, member: Member, sample: Sample, locale: str, now: datetime, *, closes: date
) -> Settled:
    """Add a client with its departments, and a campaign in preparation with its people and its last day."""
    case = sample.case
    details = clients.Details(case.organisation, case.sponsor_name, locale)
    client_id = clients.add_client(session, member, details, now)
    departments = {
        item.name: clients.add_department(session, member, client_id, item.name, item.headcount, now)
        for item in case.departments
    }
    campaign_id = setup.new_campaign(session, member, client_id, now, today=now.date(), contact=CONTACT)
    for entry in sample.people:
        person = people.Details(
            departments[entry.department],
            entry.name,
            entry.email,
            entry.role or None,
            entry.locale or None,
            entry.phone,
        )
        people.add_person(session, member, campaign_id, person, now, mail_out=False)
    return _settled(session, member, client_id, campaign_id, sample, now, closes)


def set_up_again(
    session: Session, member: Member, client: Settled, sample: Sample, now: datetime, *, closes: date
) -> Settled:
    """The client's next wave in preparation, with the people of the wave before and its last day."""
    campaign_id = setup.new_campaign(session, member, client.client_id, now, today=now.date())
    return _settled(session, member, client.client_id, campaign_id, sample, now, closes)


def _settled(  # noqa: PLR0917 - whose campaign, until when
    session: Session,
    member: Member,
    client_id: UUID,
    campaign_id: UUID,
    sample: Sample,
    now: datetime,
    closes: date,
) -> Settled:
    ids = {item.details.name: item.id for item in people.listed(session, campaign_id)}
    setup.set_dates(session, member, campaign_id, closes, now, today=now.date())
    return Settled(client_id, campaign_id, tuple(ids[entry.name] for entry in sample.people))


def state_facts(session: Session, member: Member, campaign_id: UUID, case: Case, now: datetime) -> None:
    """State a case's facts in its sponsor's name."""
    said = {fact: facts.Statement(value, case.sponsor_name) for fact, value in case.facts.items()}
    facts.state(session, member, campaign_id, said, now)


def person(session: Session, campaign_id: UUID, respondent_id: UUID) -> Visitor:
    """Somebody of a campaign, ready to answer."""
    campaign = session.get_one(Campaign, campaign_id)
    return visitors.on_behalf(session, campaign, respondent(session, respondent_id))


def respondent(session: Session, respondent_id: UUID) -> Respondent:
    """Somebody's row."""
    return session.get_one(Respondent, respondent_id)


def answer(  # noqa: PLR0917 - who answers what, when
    session: Session,
    pack: Pack,
    visitor: Visitor,
    given: Given,
    now: datetime,
    comments: Mapping[str, tuple[str, str]] | None = None,
) -> None:
    """Begin, and answer question by question, as respondents do. ``comments``: who may quote what."""
    submissions.begin(session, visitor, visitor.actor, now)
    for number, (question, value) in enumerate(given.answers.items(), start=1):
        quote, comment = (comments or {}).get(question, ("private", ""))
        submissions.save_answer(
            session,
            pack,
            visitor,
            question,
            value=str(value),
            comment=comment,
            based_on=0,
            quote=quote,
            now=now + timedelta(seconds=20 * number),
        )


def send_letters(session: Session, settings: Settings, now: datetime) -> None:
    """Put every e-mail that waits into the outbox, as the worker would have at that moment."""
    while job := jobs.claim(session, now, {"mail": timedelta(minutes=5)}):
        outgoing = sending.begin(session, settings, UUID(str(job.payload["mail"])), {}, now)
        if outgoing is not None:
            deliver(settings, message_of(settings, outgoing, now))
            sending.delivered(session, outgoing, now)
        with transaction(session):
            jobs.finish(session, job, now)
