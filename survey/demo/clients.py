"""Two of the demo's three clients, as people left them: one in the field, one in preparation."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from questionnaires.answers import Submission as Given
from questionnaires.model import Pack

from ..config import Settings
from ..db import transaction
from ..models import Campaign
from ..services import (
    brand,
    delegation,
    invitations,
    journal,
    mail,
    reminders,
    review,
    setup,
    submissions,
)
from ..services.desk import Desk
from ..services.tenant import Member
from . import sample as ready
from .sample import Sample, Settled
from .steps import ago, at_work, launch

SALES, DELEGATING, PAUSED, BOUNCED, SILENT = 5, 8, 9, 10, 11
"""Places in the list of Forges de Valmont. Sales is left for the visitor: everybody can imagine selling."""

COMMENTS: Final = {
    "Direction générale": {
        "tooling_access": ("department", "Chacun a un assistant depuis mars, mais peu s’en servent."),
        "data_ownership": ("private", "À revoir avec Noé Câblot avant le comité de décembre."),
    },
    "Production": {
        "tooling_evaluation": ("unnamed", "On essaie sur une ligne, et personne ne mesure avant et après."),
    },
    "Qualité et sécurité": {
        "data_reliability": ("department", "Les relevés des fours sont fiables, ceux des rebuts non."),
    },
}
"""Who wrote what to which question, and who may quote it."""


@dataclass(frozen=True, slots=True)
class InTheField:
    """The client in the field, and the link handed to the visitor to answer."""

    client_id: UUID
    campaign_id: UUID
    department: str
    answer_token: str


def send_out(session: Session, settings: Settings, pack: Pack, member: Member, now: datetime) -> InTheField:
    """A forge in its first week in the field, with everything that happens in one."""
    found = ready.read("forges_valmont", pack)
    client = ready.set_up(session, member, found, "fr", ago(now, 12), closes=ago(now, -8).date())
    brand.set_accent(session, member, client.client_id, "#1d5a73", ago(now, 12))
    ready.state_facts(session, member, client.campaign_id, found.case, ago(now, 9))
    launch(session, settings, member, client, ago(now, 6))
    for number, (place, given) in enumerate(found.answered()):
        if place != SALES:
            began = ago(now, 5 - number // 2, 10 + number)
            visitor = ready.person(session, client.campaign_id, client.people[place])
            ready.answer(session, pack, visitor, given, began, COMMENTS.get(given.department))
            submissions.send(session, visitor, began + timedelta(minutes=20))
    _not_finished(session, pack, client, found, now)
    _chase(session, pack, member, client, now)
    ready.send_letters(session, settings, ago(now, 1, 12))
    _review(session, pack, at_work(session, member, client, ago(now, 1, 15)), client)
    with transaction(session):
        campaign = session.get_one(Campaign, client.campaign_id)
        visitor_row = ready.respondent(session, client.people[SALES])
        answer_token = invitations.invite(session, campaign, now, respondent=visitor_row)
    department = found.people[SALES].department
    return InTheField(client.client_id, client.campaign_id, department, answer_token)


def prepare(session: Session, pack: Pack, member: Member, now: datetime) -> None:
    """An engineering office nearly ready: one department without anybody, some facts and items open."""
    found = ready.read("atelier_kerlan", pack)
    client = ready.set_up(session, member, found, "fr", ago(now, 2), closes=ago(now, -16).date())
    known = replace(found.case, facts=dict([*found.case.facts.items()][:-9]))
    ready.state_facts(session, member, client.campaign_id, known, ago(now, 1))
    today = ago(now, 1).date()
    setup.settle(session, member, client.campaign_id, "dpo", "not_needed", ago(now, 1), today=today)


def _not_finished(session: Session, pack: Pack, client: Settled, found: Sample, now: datetime) -> None:
    """Two people have begun: one waits for a colleague, one has not come back."""
    given = found.answers[1]
    for place, began, count in ((DELEGATING, ago(now, 3), 10), (PAUSED, ago(now, 4), 14)):
        visitor = ready.person(session, client.campaign_id, client.people[place])
        some = Given(given.department, given.role, dict(islice(given.answers.items(), count)))
        ready.answer(session, pack, visitor, some, began)
    asked = delegation.Request(
        "Léo Tableur",
        "leo.tableur@forges-valmont.example",
        "Tu connais nos règles mieux que moi : peux-tu répondre à cette partie d’ici vendredi ?",
    )
    visitor = ready.person(session, client.campaign_id, client.people[DELEGATING])
    delegation.ask(session, pack, visitor, "governance", asked, ago(now, 3, 11), by_mail=True)


def _chase(session: Session, pack: Pack, member: Member, client: Settled, now: datetime) -> None:
    """One invitation came back, and one person was reminded."""
    desk = at_work(session, member, client, ago(now, 5))
    came_back = mail.states(session, desk.campaign, client.people[BOUNCED])[0]
    reason = "550 5.1.1 no such mailbox"
    mail.mark_bounced(
        session, desk.campaign, came_back.id, desk.now, actor=journal.by(member), reason=reason
    )
    desk = replace(desk, now=ago(now, 1))
    due = reminders.plan(session, pack, desk.campaign, desk.now).due
    wanted = [item.key for item in due if item.person.id == client.people[SILENT]]
    reminders.remind(session, pack, desk, wanted)


def _review(session: Session, pack: Pack, desk: Desk, client: Settled) -> None:
    """The first two were read; in one of them another answer was agreed."""
    first, second = client.people[:2]
    review.add_note(session, desk, first, "Très engagée. Le budget de 2027 n’est pas encore voté.")
    review.agree(
        session,
        pack,
        desk,
        first,
        "tooling_integration",
        value="2",
        reason="Par téléphone : l’outil n’est relié qu’à la messagerie.",
    )
    for person in (first, second):
        review.set_reviewed(session, desk, person, reviewed=True)
