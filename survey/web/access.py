"""Who may see what: one table, endpoint → who. The app refuses to start when an endpoint is not in it.

``guard.py`` applies it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask import Flask


@dataclass(frozen=True, slots=True)
class Anybody:
    """No proof is asked."""


@dataclass(frozen=True, slots=True)
class Visiting:
    """Somebody who opened a personal link for one of these purposes and pressed its button."""

    purposes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Signed:
    """Somebody who signed in and has one of these roles."""

    roles: frozenset[str]


ANYBODY: Final = Anybody()
RESPONDENT: Final = Visiting(frozenset({"answer", "delegate"}))
OWN_RESPONDENT: Final = Visiting(frozenset({"answer"}))
"""The owner of the questionnaire, and no delegate."""
DELEGATE: Final = Visiting(frozenset({"delegate"}))
READER: Final = Visiting(frozenset({"read"}))

EVERY_ROLE: Final = Signed(frozenset({"owner", "consultant", "lead", "reader"}))
OWNERS: Final = Signed(frozenset({"owner"}))
CONSULTANTS: Final = Signed(frozenset({"owner", "consultant"}))
"""Those who may read answers, comments and notes."""
LEADS: Final = Signed(frozenset({"owner", "consultant", "lead"}))
"""Those who run a campaign in the field: people, facts, reminders, but no single answer."""

Rule = Anybody | Visiting | Signed

ACCESS: Final[Mapping[str, Rule]] = {
    "static": ANYBODY,
    "home": ANYBODY,
    "health": ANYBODY,
    "fonts.face": ANYBODY,
    "accounts.sign_in": ANYBODY,
    "accounts.enter": ANYBODY,
    "accounts.sign_out": ANYBODY,
    "invitations.landing": ANYBODY,
    "invitations.enter": ANYBODY,
    "invitations.left": ANYBODY,
    "respond.hub": RESPONDENT,
    "respond.question": RESPONDENT,
    "respond.save": RESPONDENT,
    "respond.section": RESPONDENT,
    "respond.check": OWN_RESPONDENT,
    "respond.send": OWN_RESPONDENT,
    "respond.sent": OWN_RESPONDENT,
    "respond.reopen": OWN_RESPONDENT,
    "invitations.leave": RESPONDENT,
    "invitations.reminders": ANYBODY,
    "invitations.mail_link": ANYBODY,
    "delegation.show": OWN_RESPONDENT,
    "delegation.ask": OWN_RESPONDENT,
    "delegation.link": OWN_RESPONDENT,
    "delegation.remind": OWN_RESPONDENT,
    "delegation.take_back": OWN_RESPONDENT,
    "delegation.give_back": DELEGATE,
    "delegation.resume": DELEGATE,
    "own.your_data": ANYBODY,
    "own.accessibility": ANYBODY,
    "own.export": OWN_RESPONDENT,
    "papers.questions": RESPONDENT,
    "papers.copy": OWN_RESPONDENT,
    "field.tracker": LEADS,
    "field.export": LEADS,
    "field.remind": LEADS,
    "field.remind_now": LEADS,
    "field.calls": LEADS,
    "field.calls_file": LEADS,
    "field.person": LEADS,
    "field.person_address": LEADS,
    "field.person_link": LEADS,
    "field.person_bounced": LEADS,
    "field.person_listed": LEADS,
    "field.person_muted": LEADS,
    "review.overview": CONSULTANTS,
    "review.question": CONSULTANTS,
    "review.show": CONSULTANTS,
    "review.note": CONSULTANTS,
    "review.reviewed": CONSULTANTS,
    "review.answer": CONSULTANTS,
    "review.agree": CONSULTANTS,
    "review.answer_note": CONSULTANTS,
    "answers_import.start": CONSULTANTS,
    "answers_import.upload": CONSULTANTS,
    "answers_import.columns": CONSULTANTS,
    "answers_import.choose": CONSULTANTS,
    "answers_import.check": CONSULTANTS,
    "answers_import.mend": CONSULTANTS,
    "answers_import.confirm": CONSULTANTS,
    "answers_import.discard": CONSULTANTS,
    "interview.start": CONSULTANTS,
    "interview.role": CONSULTANTS,
    "interview.question": CONSULTANTS,
    "interview.save": CONSULTANTS,
    "interview.read_back": CONSULTANTS,
    "interview.send": CONSULTANTS,
    "outcome.overview": LEADS,
    "outcome.document": CONSULTANTS,
    "outcome.download": CONSULTANTS,
    "outcome.compute": CONSULTANTS,
    "accounts.second": ANYBODY,
    "accounts.second_enter": ANYBODY,
    "accounts.forgot": ANYBODY,
    "accounts.forgot_send": ANYBODY,
    "accounts.profile": EVERY_ROLE,
    "accounts.change": EVERY_ROLE,
    "accounts.password": EVERY_ROLE,
    "accounts.end_session": EVERY_ROLE,
    "accounts.sign_out_everywhere": EVERY_ROLE,
    "factor.overview": EVERY_ROLE,
    "factor.begin": EVERY_ROLE,
    "factor.qr": EVERY_ROLE,
    "factor.confirm": EVERY_ROLE,
    "factor.codes": EVERY_ROLE,
    "factor.renew": EVERY_ROLE,
    "factor.end": EVERY_ROLE,
    "tickets.join": ANYBODY,
    "tickets.join_enter": ANYBODY,
    "tickets.reset": ANYBODY,
    "tickets.reset_enter": ANYBODY,
    "oidc.start": ANYBODY,
    "oidc.callback": ANYBODY,
    "oidc.enter": ANYBODY,
    "team.overview": CONSULTANTS,
    "team.new": OWNERS,
    "team.add": OWNERS,
    "team.person": OWNERS,
    "team.change": OWNERS,
    "team.invite": OWNERS,
    "team.switch": OWNERS,
    "team.reset_factor": OWNERS,
    "firm.overview": OWNERS,
    "firm.change": OWNERS,
    "firm.sheet": EVERY_ROLE,
    "firm.logo": EVERY_ROLE,
    "journal.overview": CONSULTANTS,
    "clients.portfolio": EVERY_ROLE,
    "clients.new": CONSULTANTS,
    "clients.show": LEADS,
    "clients.edit": CONSULTANTS,
    "clients.notes": CONSULTANTS,
    "clients.department_add": LEADS,
    "clients.department": LEADS,
    "clients.department_move": LEADS,
    "clients.department_remove": LEADS,
    "clients.brand": CONSULTANTS,
    "clients.brand_accent": CONSULTANTS,
    "clients.brand_logo": CONSULTANTS,
    "clients.brand_logo_remove": CONSULTANTS,
    "brand.sheet": ANYBODY,
    "brand.logo": ANYBODY,
    "campaigns.new": CONSULTANTS,
    "campaigns.setup": LEADS,
    "campaigns.scope": CONSULTANTS,
    "campaigns.visibility": CONSULTANTS,
    "campaigns.dates": CONSULTANTS,
    "campaigns.preview": LEADS,
    "campaigns.people": LEADS,
    "campaigns.person_new": LEADS,
    "campaigns.person_edit": LEADS,
    "campaigns.person_remove": LEADS,
    "campaigns.person_restore": LEADS,
    "campaigns.people_import": LEADS,
    "campaigns.people_upload": LEADS,
    "campaigns.people_preview": LEADS,
    "campaigns.people_confirm": LEADS,
    "campaigns.people_template": LEADS,
    "campaigns.facts": LEADS,
    "campaigns.facts_file": LEADS,
    "campaigns.facts_confirm": LEADS,
    "campaigns.facts_template": LEADS,
    "campaigns.launch": CONSULTANTS,
    "campaigns.launch_now": CONSULTANTS,
    "campaigns.settle": CONSULTANTS,
    "campaigns.close": CONSULTANTS,
    "campaigns.reopen": CONSULTANTS,
    "comparing.clients": CONSULTANTS,
    "comparing.clients_file": CONSULTANTS,
    "comparing.client": CONSULTANTS,
    "comparing.take_part": CONSULTANTS,
    "workshop.start": CONSULTANTS,
    "workshop.begin": CONSULTANTS,
    "workshop.screen": CONSULTANTS,
    "workshop.step": CONSULTANTS,
    "workshop.agree": CONSULTANTS,
    "room.join": ANYBODY,
    "room.enter": ANYBODY,
    "room.vote": ANYBODY,
    "room.cast": ANYBODY,
    "room.leave": ANYBODY,
    "letters.overview": LEADS,
    "letters.edit": LEADS,
    "letters.save": CONSULTANTS,
    "letters.restore": CONSULTANTS,
    "letters.test": LEADS,
    "letters.html": LEADS,
    "letters_sent.overview": LEADS,
    "letters_sent.bounced": LEADS,
    "letters_sent.again": LEADS,
    "analysis.overview": CONSULTANTS,
    "analysis.file": CONSULTANTS,
    "findings.board": CONSULTANTS,
    "findings.save": CONSULTANTS,
    "findings.new": CONSULTANTS,
    "findings.add": CONSULTANTS,
    "findings.own": CONSULTANTS,
    "findings.change": CONSULTANTS,
    "findings.remove": CONSULTANTS,
    "editor.show": CONSULTANTS,
    "editor.place": CONSULTANTS,
    "editor.save": CONSULTANTS,
    "editor.remark": CONSULTANTS,
    "editor.settle": CONSULTANTS,
    "library.overview": CONSULTANTS,
    "library.show": CONSULTANTS,
    "library.copy": CONSULTANTS,
    "library.next_version": CONSULTANTS,
    "library.remove": CONSULTANTS,
    "library.titles": CONSULTANTS,
    "library.check": CONSULTANTS,
    "library.changes": CONSULTANTS,
    "library.workbook": CONSULTANTS,
    "library.question": CONSULTANTS,
    "library.save": CONSULTANTS,
    "library.new": CONSULTANTS,
    "library.add": CONSULTANTS,
    "library.leave_out": CONSULTANTS,
    "library.put_back": CONSULTANTS,
    "library.release": CONSULTANTS,
    "library.bring": CONSULTANTS,
    "library.upload": CONSULTANTS,
    "library.preview": CONSULTANTS,
    "library.take": CONSULTANTS,
    "life.overview": CONSULTANTS,
    "life.keep": CONSULTANTS,
    "life.take": CONSULTANTS,
    "life.erase": CONSULTANTS,
    "life.person": CONSULTANTS,
    "life.person_file": CONSULTANTS,
    "life.person_end": CONSULTANTS,
    "life.bring": CONSULTANTS,
    "life.brought": CONSULTANTS,
    "life.look": CONSULTANTS,
    "life.take_over": CONSULTANTS,
    "firm.life": CONSULTANTS,
    "firm.keep": OWNERS,
    "own.results": OWN_RESPONDENT,
    "own.report": OWN_RESPONDENT,
    "report_sheet.sheet": ANYBODY,
    "reading.home": READER,
    "reading.dimension": READER,
    "reading.departments": READER,
    "reading.why": READER,
    "reading.try_it": READER,
    "reading.progress": READER,
    "reading.method": READER,
    "reading.documents": READER,
    "reading.document": READER,
    "reading.decision": READER,
    "reading.follow_up": READER,
    "reading.follow_up_file": READER,
    "reading.entry": READER,
    "reading.record_form": READER,
    "reading.record": READER,
    "reading.entry_new": READER,
    "reading.entry_add": READER,
    "reading.entry_save": READER,
    "read.home": EVERY_ROLE,
    "read.dimension": EVERY_ROLE,
    "read.departments": EVERY_ROLE,
    "read.why": EVERY_ROLE,
    "read.try_it": EVERY_ROLE,
    "read.progress": EVERY_ROLE,
    "read.method": EVERY_ROLE,
    "read.documents": EVERY_ROLE,
    "read.document": EVERY_ROLE,
    "read.decision": EVERY_ROLE,
    "read.follow_up": EVERY_ROLE,
    "read.follow_up_file": EVERY_ROLE,
    "read.entry": EVERY_ROLE,
    "read.record_form": LEADS,
    "read.record": LEADS,
    "read.entry_new": LEADS,
    "read.entry_add": LEADS,
    "read.entry_save": LEADS,
    "read_access.send": ANYBODY,
    "read_access.code": ANYBODY,
    "read_access.ask": ANYBODY,
    "versions.review": CONSULTANTS,
    "versions.publish": CONSULTANTS,
    "versions.give_back": CONSULTANTS,
    "versions.withdraw": CONSULTANTS,
    "versions.document": CONSULTANTS,
    "versions.download": CONSULTANTS,
    "taking.pdf": READER,
    "take.pdf": EVERY_ROLE,
    "sharing.overview": CONSULTANTS,
    "sharing.add": CONSULTANTS,
    "sharing.again": CONSULTANTS,
    "sharing.extend": CONSULTANTS,
    "sharing.withdraw": CONSULTANTS,
    "sharing.log": CONSULTANTS,
    "documents.overview": CONSULTANTS,
    "documents.press": CONSULTANTS,
    "documents.show": CONSULTANTS,
    "documents.retry": CONSULTANTS,
    "documents.download": CONSULTANTS,
    "documents.everything": CONSULTANTS,
}

DEV_ACCESS: Final[Mapping[str, Rule]] = {
    "styleguide.page": ANYBODY,
    "styleguide.brand": ANYBODY,
    "outbox.overview": ANYBODY,
    "outbox.message": ANYBODY,
    "outbox.html": ANYBODY,
}
"""Who may reach what exists only where ``Settings.development`` says so."""


class AccessTableIncomplete(Exception):
    """Endpoints and the access table differ. The message names each of them."""


def check(app: Flask) -> None:
    """See that the table names every endpoint and no other. Raises AccessTableIncomplete."""
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    missing, gone = endpoints - ACCESS.keys() - DEV_ACCESS.keys(), ACCESS.keys() - endpoints
    if missing or gone:
        raise AccessTableIncomplete(
            f"say in survey/web/access.py who may reach {sorted(missing)}; remove {sorted(gone)} from it"
        )


def rule_of(endpoint: str) -> Rule:
    """Who may reach an endpoint. One for development is routed only where it was registered."""
    return ACCESS.get(endpoint) or DEV_ACCESS[endpoint]
