"""The demo's rows, by which the parts of addresses are filled."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from questionnaires import load
from reports.build import planned
from reports.results import from_json
from survey.db import open_database, transaction
from survey.models import (
    Account,
    Bundle,
    Campaign,
    Delegation,
    Deliverable,
    Department,
    Edition,
    FirmPack,
    Mail,
    Organisation,
    Respondent,
    Seat,
    Submission,
    Vote,
    Workshop,
)
from survey.services import accounts, decisions, follow_up, invitations, readers
from survey.services.decisions import Taken
from survey.services.journal import Actor
from survey.services.readers import Terms
from survey.services.recorder import Recorder
from survey.services.workshop import digest_of
from tests.e2e.running_demo import Site
from tests.survey.world import OWN_PACK, questionnaire

PARTS = {
    "part": ["tooling", "governance"],
    "number": ["1"],
    "kind": ["invitation", "prenotice"],
    "language": ["fr"],
    "question": ["tooling_integration"],
    "passage": ["decision.headline"],
    "finding": ["own_00000000"],
    "version": ["v1"],
}
"""What stands for the parts of an address that name no row."""


def _bundle(campaign: Campaign, state: str, now: datetime) -> Bundle:
    return Bundle(
        organisation_id=campaign.organisation_id,
        campaign_id=campaign.id,
        state=state,
        asked_by="Camille Exemple",
        asked_at=now,
        finished_at=None if state == "making" else now,
    )


def _documents(bundle: Bundle, state: str) -> list[Deliverable]:
    """A document in each state that one of such a bundle may be in."""
    of = {"organisation_id": bundle.organisation_id, "bundle_id": bundle.id, "locale": "fr"}
    last = "waiting" if state == "making" else "failed"
    return [
        Deliverable(**of, kind="data", position=0, name="results.json", content=b"{}", size=2, state="made"),
        Deliverable(**of, kind="letter", position=1, state="skipped", error="no_verdict"),
        Deliverable(**of, kind="report", position=2, state=last, error="" if state == "making" else "killed"),
    ]


def code_of(campaign: str) -> str:
    """What lets people into the room of a campaign's workshop."""
    return campaign.replace("-", "")[:8]


def _workshops(session: Session, campaign: Campaign, now: datetime) -> list[Workshop]:
    """A workshop that waits for votes, and one that shows them."""
    of = {"organisation_id": campaign.organisation_id}
    begun = {"questions": ["tooling_access", "tooling_integration"], "opened_at": now, "opened_by": "Camille"}
    found = [
        Workshop(**of, **begun, campaign_id=campaign.id, stage=stage, digest=digest_of(code), place=place)
        for place, (stage, code) in enumerate(
            (("vote", code_of(str(campaign.id))), ("shown", campaign.id.hex))
        )
    ]
    session.add_all(found)
    session.flush()
    departments = session.scalars(
        select(Department).where(Department.organisation_id == of["organisation_id"])
    )
    for value, department in zip(("1", "4", "dk"), departments, strict=False):
        room = {"workshop_id": found[1].id, **of}
        code = digest_of(f"{campaign.id.hex}{value}")
        seat = Seat(**room, department_id=department.id, digest=code, joined_at=now)
        session.add(seat)
        session.flush()
        session.add(Vote(**room, seat_id=seat.id, question="tooling_integration", value=value, voted_at=now))
    return found


class World:
    """The demo's rows, by which the parts of addresses are filled."""

    def __init__(self, site: Site) -> None:
        now = datetime.now(UTC)
        database = open_database(site.database)
        with database.session() as session:
            clients = {row.name: row for row in session.scalars(select(Organisation))}
            wanted = {"en": "Atelier Kerlan", "fr": "Banque Méridienne"}
            self.client = str(clients["Forges de Valmont"].id)
            self.clients = {locale: [self.client, str(clients[name].id)] for locale, name in wanted.items()}
            """Those shown in each language: the first in both."""
            self.campaigns = {
                str(row.organisation_id): str(row.id)
                for row in session.scalars(select(Campaign).order_by(Campaign.wave))  # the newest stays
            }
            self.concluded = self.campaigns[str(clients["Banque Méridienne"].id)]
            self.people: dict[tuple[str, str], str] = {}
            for person, state in session.execute(
                select(Respondent, Submission.state).outerjoin(
                    Submission, Submission.respondent_id == Respondent.id
                )
            ):
                self.people.setdefault((str(person.campaign_id), state or "new"), str(person.id))
            self.departments = {
                str(row.organisation_id): str(row.id) for row in session.scalars(select(Department))
            }
            colleague = session.scalars(select(Mail).where(Mail.kind == "delegation")).one()
            self.account = session.scalars(select(Account).where(Account.role == "lead")).one().id
            firm = session.scalars(select(Account.firm_id).where(Account.email == site.email)).one()
            self.follow_up = self._decided(session, now)
            with transaction(session):
                if session.scalar(select(FirmPack.id).where(FirmPack.key == OWN_PACK)) is None:
                    session.add(questionnaire(firm, "Atelier Conseil"))
                self.tokens = {
                    purpose: accounts.ticket(session, self.account, purpose, now)  # type: ignore[arg-type]
                    for purpose in ("join", "reset")
                }
                delegation = session.get_one(Delegation, colleague.delegation_id)
                campaign = session.get_one(Campaign, colleague.campaign_id)
                self.coded, self.expired = (
                    readers.add(session, campaign, terms, now)[1]
                    for terms in (
                        Terms("Zoé Lectrice", "zoe@client.example", asks_code=True),
                        Terms("Yann Lecteur", "yann@client.example", expires_at=now - timedelta(days=1)),
                    )
                )
                self.delegate = invitations.invite(session, campaign, now, delegation=delegation)
            self.rows = self.versions(session, now)
        database.close()
        self.site = site

    def versions(self, session: Session, now: datetime) -> dict[tuple[str, str], list[str]]:
        """Versions, readers' links and documents in each of their states: by table and campaign."""
        rows: dict[tuple[str, str], list[str]] = {}
        with transaction(session):
            for campaign in session.scalars(select(Campaign)).all():
                for state in ("making", "failed"):
                    bundle = _bundle(campaign, state, now)
                    session.add(bundle)
                    session.flush()
                    session.add_all(_documents(bundle, state))
                    rows.setdefault(("bundle", str(campaign.id)), []).append(str(bundle.id))
                rooms = _workshops(session, campaign, now)
                rows["workshop", str(campaign.id)] = [str(room.id) for room in rooms]
            for edition in session.scalars(select(Edition)):
                rows.setdefault(("edition", str(edition.campaign_id)), []).append(str(edition.id))
        return rows

    def _decided(self, session: Session, now: datetime) -> str:
        """Record a decision on the published version; the id of a thing to do that follows from it."""
        published = select(Edition).where(Edition.state == "published")
        version = session.scalars(published.order_by(Edition.published_at.desc())).first()
        assert version
        of = session.get_one(Organisation, version.organisation_id)
        by = Recorder(of.firm_id, of.id, version.campaign_id, Actor("reader", "R. Eader"), now, now.date())
        pack, found = load(), from_json(version.results)
        taken = Taken("head_of_ai", "The committee", now.date(), "Once the budget is voted.")
        decisions.record(session, by, pack, version.id, taken, planned(pack, found, "en"))
        return str(follow_up.entries(session, version.campaign_id)[0].id)

    def secret(self, email: str) -> str:
        """The secret of an account's second factor."""
        database = open_database(self.site.database)
        with database.session() as session:
            found = session.scalars(select(Account.totp_secret).where(Account.email == email)).one()
        database.close()
        return found

    def addresses(self, rule: Rule, locale: str) -> Iterator[str]:
        """The addresses of a rule: one for each client of a language, and for each state of a person."""
        names = rule.arguments
        places: list[dict[str, str]] = [{}]
        if names & {"client", "campaign"}:
            places = [{"client": found, "campaign": self.campaigns[found]} for found in self.clients[locale]]
        for place in places:
            choices = [[(name, value) for value in self.values(rule, name, place)] for name in sorted(names)]
            for chosen in product(*choices):
                built = rule.build(dict(chosen), append_unknown=False)
                assert built
                yield built[1]

    def values(self, rule: Rule, name: str, place: dict[str, str]) -> list[str]:
        if name in place:
            return [place[name]]
        if name == "token" and rule.endpoint.startswith("read_access."):
            return [self.coded]
        if (name, place.get("campaign", "")) in self.rows:
            return self.rows[name, place["campaign"]]
        if name in ("edition", "bundle") or (name == "follow_up" and place):
            return [self.follow_up] if name == "follow_up" and place["campaign"] == self.concluded else []
        if name == "token":
            purpose = rule.endpoint.partition(".")[2]
            links = [address.rpartition("/")[2] for address in (self.site.answer, self.site.read)]
            return (
                [self.tokens[purpose]]
                if purpose in self.tokens
                else [
                    *links,
                    self.delegate,
                    self.coded,
                    self.expired,
                    "A" * 43,
                ]
            )
        if name == "respondent":
            states = {"review": ("sent",), "interview": ("new", "open")}.get(rule.endpoint.partition(".")[0])
            found = [(place["campaign"], state) for state in states or ("new", "open", "sent")]
            return [self.people[key] for key in found if key in self.people]
        if name == "key":
            shown = rule.endpoint in ("library.show", "library.check", "library.changes")
            return ["ai_maturity", OWN_PACK] if shown else [OWN_PACK]
        if name == "department":
            return [self.departments[place["client"]]]
        if name == "name":
            return [max(path.stem for path in (self.site.folder / "demo" / "outbox").glob("*.eml"))]
        named = {"account_id": [str(self.account)], "follow_up": [self.follow_up]}
        return named.get(name) or PARTS[name]
