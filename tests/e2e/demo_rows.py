"""The demo's rows, by which the parts of addresses are filled."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product

from sqlalchemy import select
from werkzeug.routing import Rule

from survey.db import open_database, transaction
from survey.models import (
    Account,
    Campaign,
    Delegation,
    Department,
    Mail,
    Organisation,
    Respondent,
    Submission,
)
from survey.services import accounts, invitations
from tests.e2e.running_demo import Site

PARTS = {
    "part": ["tooling", "governance"],
    "number": ["1"],
    "kind": ["invitation", "prenotice"],
    "language": ["fr"],
    "question": ["tooling_integration"],
    "passage": ["decision.headline"],
    "finding": ["own_00000000"],
}
"""What stands for the parts of an address that name no row."""


class World:
    """The demo's rows, by which the parts of addresses are filled."""

    def __init__(self, site: Site, locale: str) -> None:
        now = datetime.now(UTC)
        database = open_database(site.database)
        with database.session() as session:
            clients = {row.name: row for row in session.scalars(select(Organisation))}
            wanted = ("Forges de Valmont", "Atelier Kerlan" if locale == "en" else "Banque Méridienne")
            self.clients = [str(clients[name].id) for name in wanted]
            self.campaigns = {
                str(row.organisation_id): str(row.id) for row in session.scalars(select(Campaign))
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
            with transaction(session):
                self.tokens = {
                    purpose: accounts.ticket(session, self.account, purpose, now)  # type: ignore[arg-type]
                    for purpose in ("join", "reset")
                }
                delegation = session.get_one(Delegation, colleague.delegation_id)
                campaign = session.get_one(Campaign, colleague.campaign_id)
                self.delegate = invitations.invite(session, campaign, now, delegation=delegation)
        database.close()
        self.site = site

    def secret(self, email: str) -> str:
        """The secret of an account's second factor."""
        database = open_database(self.site.database)
        with database.session() as session:
            found = session.scalars(select(Account.totp_secret).where(Account.email == email)).one()
        database.close()
        return found

    def addresses(self, rule: Rule) -> Iterator[str]:
        """The addresses of a rule: one for each client shown, and for each state of a person."""
        names = rule.arguments
        places: list[dict[str, str]] = [{}]
        if names & {"client", "campaign"}:
            places = [{"client": found, "campaign": self.campaigns[found]} for found in self.clients]
        for place in places:
            choices = [[(name, value) for value in self.values(rule, name, place)] for name in sorted(names)]
            for chosen in product(*choices):
                built = rule.build(dict(chosen), append_unknown=False)
                assert built
                yield built[1]

    def values(self, rule: Rule, name: str, place: dict[str, str]) -> list[str]:
        if name in place:
            return [place[name]]
        if name == "token":
            purpose = rule.endpoint.partition(".")[2]
            links = [address.rpartition("/")[2] for address in (self.site.answer, self.site.read)]
            return [self.tokens[purpose]] if purpose in self.tokens else [*links, self.delegate, "A" * 43]
        if name == "respondent":
            states = {"review": ("sent",), "interview": ("new", "open")}.get(rule.endpoint.partition(".")[0])
            found = [
                (place["campaign"], state)
                for state in states or ("new", "open", "sent")
            ]
            return [self.people[key] for key in found if key in self.people]
        if name == "department":
            return [self.departments[place["client"]]]
        if name == "account_id":
            return [str(self.account)]
        if name == "name":
            return [max(path.stem for path in (self.site.folder / "demo" / "outbox").glob("*.eml"))]
        return PARTS[name]
