"""Where people stand in the field, in words."""

from ..services.field import Standing
from . import site
from .language import day, language_name, say, words

TONES = {
    "bounced": "alert",
    "not_invited": "quiet",
    "not_started": "quiet",
    "in_progress": "",
    "delegated": "wait",
    "sent": "good",
}


def status(person: Standing) -> str:
    """A person's status."""
    if person.status == "delegated":
        names = ", ".join(dict.fromkeys(item.name for item in person.waiting))
        return say("Waiting for {name}", name=names)
    return {
        "bounced": say("Bounced"),
        "not_invited": say("Not invited"),
        "not_started": say("Not started"),
        "in_progress": say("In progress"),
        "sent": say("Sent"),
    }[person.status]


def step(person: Standing) -> str:
    """What comes next for a person."""
    return {
        "address": say("Correct the address"),
        "invite": say("Invite"),
        "call": say("Call"),
        "interview": say("Interview"),
        "remind": say("Send a reminder"),
        "wait": say("Wait"),
        "review": say("Review"),
        "done": say("Nothing to do"),
    }[person.step]


def reason(person: Standing) -> str:
    """Why that comes next."""
    texts = {
        "sent": say("the answers are in"),
        "reviewed": say("sent and reviewed"),
        "closed": say("the questionnaire is closed"),
        "bounced": say("the e-mail came back"),
        "not_invited": say("no invitation has gone out"),
        "no_address": say("no e-mail address is known"),
        "delegate_silent": say("a colleague was asked more than five days ago"),
        "saved": say("answered within the last two days"),
        "muted": say("asked for no more reminders"),
        "begun": say("started, and three reminders sent"),
        "reminded": say("three reminders sent"),
        "written": say("written to within the last two days"),
        "started": say("started, and silent since"),
        "silent": say("invited, and not started"),
    }
    if person.reason == "delegate":
        return say("asked on {day}", day=day(person.waiting[0].since.date()))
    return texts[person.reason]


def spared(code: str) -> str:
    """Why a person gets no reminder."""
    return {
        "closed": say("The questionnaire is closed"),
        "sent": say("Has sent the answers"),
        "muted": say("Asked for no more reminders"),
        "no_address": say("No e-mail address: call"),
        "bounced": say("The e-mail came back: correct the address"),
        "not_invited": say("Not invited yet: send the invitation first"),
        "reminded": say("Three reminders already: call"),
        "recent": say("Written to less than two days ago"),
        "waiting": say("At work, or waiting for a colleague"),
    }[code]


def flag(code: str) -> str:
    """What is worth a look in somebody's answers."""
    return {
        "same": say("The same answer ten times running"),
        "fast": say("Under four seconds a question"),
        "unknown": say("“I do not know” above 40%"),
    }[code]


def open_parts(person: Standing) -> list[str]:
    """The short names of the parts that are not complete."""
    return [words(site.pack().dimension[key].name) for key in person.open]


def what_to_say(person: Standing) -> tuple[str, str]:
    """Two lines for whoever calls: why, and what to offer."""
    if person.status == "bounced" or not person.email:
        return (
            say("Your invitation to the questionnaire did not reach you."),
            say("At which address may we write to you? Your link follows within minutes."),
        )
    if person.waiting:
        return (
            say(
                "{name} was asked for a part of your questionnaire and has not given it back.",
                name=person.waiting[0].name,
            ),
            say(
                "Take the part back and answer it yourself, or may we speak to {name}?",
                name=person.waiting[0].name,
            ),
        )
    if person.started_at:
        return (
            say(
                "You have answered {n} of {all} parts; what you wrote is kept.",
                n=person.done,
                all=person.parts,
            ),
            say("Shall we finish the rest together now, by telephone?"),
        )
    return (
        say("Your department's answers are missing, and nobody else can give them."),
        say("Each part takes a few minutes, and we can fill it in together by telephone."),
    )


def spoken(person: Standing) -> str:
    """The language in which to talk to a person, for the call list; "" where none is known."""
    return language_name(person.locale) if person.locale else ""


def reminder_text(person: Standing, link: str) -> str:
    """A reminder to paste into an e-mail of one's own."""
    greeting = say("Hello {name},", name=person.name) if person.name else say("Hello,")
    state = (
        say("your answers for {department} are kept, and some parts are left.", department=person.department)
        if person.started_at
        else say("your answers for {department} are still missing.", department=person.department)
    )
    close = say("Each part takes a few minutes; you can stop and come back by the same link:")
    return f"{greeting}\n\n{state} {close}\n{link}"
