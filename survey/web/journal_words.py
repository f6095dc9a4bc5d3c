"""The journal in plain words: every action that a service notes, as people read it."""

from typing import Final

from questionnaires import load

from ..services.journal import Line
from . import editor_words, team
from .language import count, say

KINDS: Final = {
    "account": ("account",),
    "firm": ("firm",),
    "client": ("client", "department", "brand"),
    "campaign": (
        "campaign",
        "facts",
        "results",
        "draft",
        "remark",
        "edition",
        "bundle",
        "reader",
        "decision",
        "follow_up",
    ),
    "library": ("library",),
    "person": ("person", "people", "respondent", "link"),
    "mail": ("mail", "letter", "reminder"),
    "delegation": ("delegation",),
    "answer": ("submission", "answer", "answers", "interview", "note", "workshop"),
}
"""What the journal can be narrowed to: kind → first halves of actions."""


def kinds() -> dict[str, str]:
    """The kinds of action, in words."""
    return {
        "account": say("Signing in and team"),
        "firm": say("The firm's settings"),
        "client": say("Clients and departments"),
        "campaign": say("Campaigns and results"),
        "library": say("Questionnaires"),
        "person": say("People and personal links"),
        "mail": say("E-mails and reminders"),
        "delegation": say("Parts passed on"),
        "answer": say("Answers and review"),
    }


def sentences() -> dict[str, str]:
    """Action → what happened."""
    return {**_accounts(), **_clients(), **_campaigns(), **_library(), **_answers(), **_data_life()}


def _accounts() -> dict[str, str]:
    return {
        "account.sign_in": say("Signed in"),
        "account.sign_out": say("Signed out"),
        "account.sign_out_everywhere": say("Signed out in every browser"),
        "account.session_end": say("Signed out in another browser"),
        "account.blocked": say("Sign-in blocked for a while after too many tries"),
        "account.forgot": say("New password asked for"),
        "account.reset": say("New password chosen by a link"),
        "account.join": say("Joined the team"),
        "account.password": say("Password changed"),
        "account.change": say("Own account changed"),
        "account.second_factor_on": say("Second factor set up"),
        "account.second_factor_off": say("Second factor ended"),
        "account.recovery_codes": say("New recovery codes made"),
        "account.add": say("Person added to the team"),
        "account.invite": say("New link to join made"),
        "account.role": say("Role or clients of a person changed"),
        "account.disable": say("Person kept from signing in"),
        "account.enable": say("Person allowed to sign in again"),
        "firm.change": say("Settings of the firm changed"),
    }


def _clients() -> dict[str, str]:
    return {
        "client.add": say("Client added"),
        "client.edit": say("Client changed"),
        "client.notes": say("Notes on the client changed"),
        "client.benchmark": say("Part in the sector's figures begun or ended"),
        "brand.accent": say("Accent colour changed"),
        "brand.logo": say("Logo changed"),
        "brand.logo_removed": say("Logo removed"),
        "department.add": say("Department added"),
        "department.edit": say("Department changed"),
        "department.move": say("Order of the departments changed"),
        "department.remove": say("Department removed"),
        "people.import": say("People imported from a file"),
        "person.add": say("Person added to the list"),
        "person.edit": say("Person changed"),
        "person.role": say("Function of a person changed"),
        "person.address": say("Address of a person changed"),
        "person.remove": say("Person taken off the list"),
        "person.restore": say("Person put back on the list"),
        "person.back": say("Person put back on the list"),
        "person.mute": say("Reminders to a person stopped"),
        "person.unmute": say("Reminders to a person allowed again"),
        "respondent.mute": say("No more reminders wanted"),
        "respondent.unmute": say("Reminders wanted again"),
        "link.copy": say("Personal link made to copy"),
        "link.replace": say("Personal link replaced"),
    }


def _campaigns() -> dict[str, str]:
    return {
        "campaign.new": say("Campaign set up"),
        "campaign.checklist": say("Checklist changed"),
        "campaign.dates": say("Dates changed"),
        "campaign.scope": say("Scope changed"),
        "campaign.visibility": say("Who sees what changed"),
        "campaign.questionnaire": say("Another questionnaire chosen"),
        "campaign.previous": say("Own answers of the wave before shown or hidden"),
        "campaign.launch": say("Campaign launched"),
        "campaign.close": say("Campaign closed"),
        "campaign.reopen": say("Campaign opened again"),
        "facts.state": say("Facts of the organisation stated"),
        "facts.confirm": say("Facts of the wave before confirmed"),
        "results.compute": say("Results computed"),
        "edition.review": say("Report sent for review"),
        "edition.return": say("Report returned from review"),
        "edition.publish": say("Version of the report published"),
        "edition.withdraw": say("Version of the report withdrawn"),
        "bundle.ask": say("Documents asked for"),
        "reader.invite": say("Link to read the results made"),
        "reader.change": say("Link to read the results changed"),
        "reader.code": say("Code to read the results asked for"),
        "reader.ask": say("New link to read the results asked for"),
        "reader.withdraw": say("Link to read the results withdrawn"),
        "decision.record": say("Decision recorded"),
        "follow_up.add": say("Something added to the follow-up list"),
        "follow_up.change": say("Follow-up of the decision changed"),
        "letter.change": say("Wording of an e-mail changed"),
        "letter.restore": say("Wording of an e-mail put back"),
        "letter.test": say("Test e-mail sent"),
        "mail.again": say("E-mail sent again"),
        "mail.refused": say("E-mail refused by the mail server"),
        "mail.bounced": say("E-mail marked as bounced"),
        "reminder.send": say("Reminders sent"),
        "draft.words": say("Text of the report reworded"),
        "draft.words_back": say("Proposed text of the report taken back"),
        "draft.board": say("Findings arranged"),
        "draft.finding": say("Finding of the team's own written"),
        "draft.finding_removed": say("Finding of the team's own removed"),
        "remark.add": say("Remark on the draft added"),
        "remark.settle": say("Remark on the draft settled"),
    }


def _library() -> dict[str, str]:
    return {
        "library.copy": say("Copy of a questionnaire made"),
        "library.version": say("New version of a questionnaire begun"),
        "library.title": say("Title of a questionnaire changed"),
        "library.edit": say("Question reworded"),
        "library.add": say("Questions added to a questionnaire"),
        "library.leave_out": say("Question left out"),
        "library.put_back": say("Question put back"),
        "library.release": say("Question taken out of the actions"),
        "library.import": say("Questionnaire taken over from a workbook"),
        "library.remove": say("Draft of a questionnaire thrown away"),
        "library.freeze": say("Questionnaire frozen by its first use"),
    }


def _answers() -> dict[str, str]:
    return {
        "submission.start": say("Questionnaire started"),
        "submission.send": say("Questionnaire sent"),
        "submission.send_for": say("Questionnaire sent on behalf of a person"),
        "submission.reopen": say("Questionnaire opened again"),
        "submission.review": say("Questionnaire marked as reviewed"),
        "submission.unreview": say("Mark as reviewed taken back"),
        "answers.import": say("Answers imported from a file"),
        "interview.begin": say("Interview started"),
        "answer.agree": say("Agreed answer noted beside the original"),
        "workshop.begin": say("Workshop opened"),
        "workshop.agree": say("What the workshop agreed noted"),
        "workshop.close": say("Workshop closed"),
        "answer.give_back": say("Questionnaire given back to be completed"),
        "note.add": say("Private note added"),
        "delegation.ask": say("Part passed on to a colleague"),
        "delegation.link": say("New link for a colleague made"),
        "delegation.remind": say("Colleague reminded"),
        "delegation.resume": say("Part taken up again by the colleague"),
        "delegation.give_back": say("Part given back by the colleague"),
        "delegation.take_back": say("Part taken back from the colleague"),
    }


def _data_life() -> dict[str, str]:
    return {
        "client.export": say("Client archive taken away"),
        "client.import": say("Client archive imported"),
        "client.erase": say("Client erased with everything of it"),
        "client.retention": say("Time for which the client's people are kept changed"),
        "firm.retention": say("Time for which people are kept changed for every client"),
        "campaign.forget": say("People of a campaign forgotten when their time was over"),
        "campaign.own_results": say("Whether people see their department’s results chosen"),
        "person.export": say("What is kept about a person taken away"),
        "person.forget": say("Person forgotten: answers kept without name"),
        "person.erase": say("Person erased with all answers"),
    }


def who(line: Line) -> str:
    """Who did it. Somebody without a name is told by what they are."""
    kinds_of_actor = {
        "account": say("Somebody of the team"),
        "respondent": say("A department head"),
        "delegate": say("A colleague asked to answer"),
        "reader": say("A reader of results"),
        "command": say("The command line"),
        "worker": say("The program itself"),
        "visitor": say("Somebody not signed in"),
    }
    return line.actor_name or kinds_of_actor.get(line.actor, line.actor)


def more(line: Line) -> str:
    """What else a line says that matters, after its subject."""
    if line.emptied:
        return say("Whom and what it was about has been erased")
    said = [_subject(line)]
    if line.action == "account.sign_in":
        ways = {
            "password": say("by password"),
            "code": say("with a code of the second factor"),
            "recovery code": say("with a recovery code"),
            "provider": say("by the identity provider"),
        }
        said.append(ways.get(str(line.detail.get("how")), ""))
        if isinstance(failed := line.detail.get("failures"), int) and failed:
            said.append(count("after {n} wrong try", "after {n} wrong tries", failed))
    if line.action in ("account.add", "account.role"):
        role = team.roles().get(str(line.detail.get("role")))
        said.append(role[0] if role else "")
    return ", ".join(filter(None, said))


def _subject(line: Line) -> str:
    """What a line is about, as people call it."""
    if line.action in ("draft.words", "draft.words_back", "remark.add", "remark.settle") and line.subject:
        # Options, missions and profiles are those that come with the program, in a firm's own pack too.
        return editor_words.passage_name(load(), line.subject)
    if line.action.startswith("edition.") and line.subject:
        return say("Version {n}", n=line.subject)
    return line.subject
