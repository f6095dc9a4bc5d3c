"""What letters and their states are called on pages."""

from datetime import datetime
from zoneinfo import ZoneInfo

from ..services.mail import Sent
from . import site
from .language import day, hour, say


def kind_name(kind: str) -> str:
    """What a letter is called."""
    return {
        "prenotice": say("Announcement by the sponsor"),
        "invitation": say("Invitation"),
        "reminder_new": say("Reminder, not started"),
        "reminder_started": say("Reminder, in progress"),
        "last_days": say("Last days"),
        "thanks": say("Thank you"),
        "my_link": say("My link"),
        "delegation": say("Request to a colleague"),
        "delegation_returned": say("Part given back"),
        "results": say("Link to the results"),
        "read_code": say("Code to read the results"),
        "asks_link": say("A reader asks for a link"),
        "documents": say("Documents are ready"),
        "works_council": say("Works council"),
        "dpo": say("Data protection officer"),
        "test": say("Test"),
    }[kind]


def when(kind: str) -> str:
    """When a letter goes out, and to whom."""
    return {
        "prenotice": say("Two days before launch, from the sponsor to the heads of departments"),
        "invitation": say("At launch, to everybody on the list"),
        "reminder_new": say("When you remind people who have not started"),
        "reminder_started": say("When you remind people who have started and not sent"),
        "last_days": say("When you remind people in the last days"),
        "thanks": say("When somebody has sent the answers"),
        "my_link": say("When somebody asks for the link again"),
        "delegation": say("When somebody asks a colleague to answer a part"),
        "delegation_returned": say("When the colleague gives the part back"),
        "results": say("When you share the results with somebody"),
        "works_council": say("Before launch, for the client to inform the works council"),
        "dpo": say("Before launch, for the client’s record of processing"),
    }[kind]


def moment(at: datetime) -> str:
    """A moment where the reader is: the day may be another one than in UTC."""
    zone = site.settings().time_zone
    return say(
        "{day}, {time}", day=day(at.astimezone(ZoneInfo(zone) if zone else None).date()), time=hour(at)
    )


def state(sent: Sent) -> tuple[str, str]:
    """How far an e-mail has come, in words, and the tone of its tag."""
    if sent.state == "sending" and sent.error:
        return say("May have arrived; will be repeated"), "wait"
    return {
        "queued": (say("Waiting to be tried again") if sent.error else say("Waiting"), "wait"),
        "sending": (say("Being sent"), "wait"),
        "sent": (say("Sent"), "good"),
        "refused": (say("Refused"), "alert"),
        "bounced": (say("Came back"), "alert"),
        "dropped": (say("Not needed any more"), "quiet"),
    }[sent.state]


def reason(sent: Sent) -> str:
    """Why it is so: the mail server's words, or ours."""
    if sent.state != "dropped":
        return sent.error
    return {
        "answered": say("The answers had been sent"),
        "muted": say("No more reminders were wanted"),
        "removed": say("The person was taken off the list"),
        "closed": say("The campaign took no answers at that time"),
        "withdrawn": say("The part had been given or taken back"),
        "disabled": say("The account was closed"),
        "no_link": say("The link had been withdrawn"),
    }[sent.error]
