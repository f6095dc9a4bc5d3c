"""The messages themselves: made safely, handed to the mail server, or in development put in the outbox."""

import smtplib
import ssl
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

from . import outbox
from .config import Settings
from .services.sending import Outgoing
from .smtp import Server, sender, server

SECONDS: Final = 20
"""How long the mail server may take over one step."""
LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
PERMANENT: Final = range(500, 600)


class Refused(Exception):
    """This message will not be taken. The text is what the mail server said."""


class NotNow(Exception):
    """The message did not go out, and may later. ``unsure``: the server may have taken it all the same."""

    def __init__(self, words: str, *, unsure: bool = False) -> None:
        super().__init__(words)
        self.unsure = unsure


def message_of(settings: Settings, outgoing: Outgoing, now: datetime) -> EmailMessage:
    """An e-mail as text and HTML that say the same. Raises Refused for a header that cannot be written."""
    message = EmailMessage(policy=SMTP)
    try:
        message["From"] = _from(settings)
        message["To"] = address_of(outgoing.to_name, outgoing.to_address)
        if outgoing.reply_to:
            message["Reply-To"] = address_of("", outgoing.reply_to)
        message["Subject"] = outgoing.letter.subject
        message["Date"] = format_datetime(now)
        message["Message-ID"] = outgoing.message_id
        message["Auto-Submitted"] = "auto-generated"
        message["Content-Language"] = outgoing.letter.locale
    except (ValueError, UnicodeError, IndexError) as fault:
        raise Refused(f"this address or subject cannot be written in an e-mail: {fault}") from fault
    message.set_content(f"{outgoing.letter.text}\n")
    message.add_alternative(outgoing.letter.as_html(), subtype="html")
    return message


def address_of(name: str, address: str) -> Address:
    """An address for a header. Domains of other scripts are written as mail servers know them."""
    local, _, domain = address.rpartition("@")
    clean = " ".join("".join(part for part in name if part.isprintable() or part == "\u00a0").split())
    return Address(clean, local, domain.encode("idna").decode("ascii"))


def deliver(settings: Settings, message: EmailMessage) -> None:
    """Hand a message over. Raises Refused and NotNow."""
    if settings.smtp_url:
        _by_server(server(settings.smtp_url), message)
    elif settings.development:
        outbox.put(settings, message)
    else:
        raise NotNow("no mail server is set: set SURVEY_SMTP_URL and SURVEY_MAIL_FROM")


def _from(settings: Settings) -> Address:
    return sender(settings.mail_from) if settings.mail_from else Address("Mandate", "mandate", "localhost")


def _by_server(place: Server, message: EmailMessage) -> None:
    envelope = message["From"].addresses[0]
    try:
        connection = _connect(place, envelope.domain)
    except smtplib.SMTPException as fault:
        raise NotNow(_words(fault)) from fault
    except OSError as fault:
        raise NotNow(f"{place.host}:{place.port}: {fault}") from fault
    try:
        _give(connection, envelope.addr_spec, message)
    finally:
        # Not quit(): what it could still say changes nothing any more.
        connection.close()


def _connect(place: Server, own_name: str) -> smtplib.SMTP:
    context = ssl.create_default_context()
    connection: smtplib.SMTP
    if place.security == "tls":
        connection = smtplib.SMTP_SSL(place.host, place.port, own_name, timeout=SECONDS, context=context)
        encrypted = True
    else:
        connection = smtplib.SMTP(place.host, place.port, own_name, timeout=SECONDS)
        encrypted = False
    try:
        connection.ehlo_or_helo_if_needed()
        offered = place.security != "none" and connection.has_extn("starttls")
        if not encrypted and (offered or place.security == "starttls"):
            connection.starttls(context=context)
            encrypted = True
        if place.user:
            if not encrypted and place.host not in LOOPBACK:
                raise NotNow(f"{place.host} offers no encryption, so the password was not sent to it")
            connection.login(place.user, place.password)
    except BaseException:
        connection.close()
        raise
    return connection


def _give(connection: smtplib.SMTP, envelope: str, message: EmailMessage) -> None:
    given = False  # once it was given, it may have been taken
    try:
        code, words = connection.mail(envelope)
        if code != 250:  # the sender is a setting: whoever mends it loses no e-mail
            raise NotNow(_said(code, words))
        code, words = connection.rcpt(message["To"].addresses[0].addr_spec)
        if code not in (250, 251):
            raise _judged(code, words)
        content, given = message.as_bytes(), True
        code, words = connection.data(content)
        if code != 250:
            raise _judged(code, words)
    except smtplib.SMTPDataError as fault:
        raise _judged(fault.smtp_code, fault.smtp_error) from fault
    except smtplib.SMTPException as fault:
        raise NotNow(_words(fault), unsure=given) from fault
    except OSError as fault:
        raise NotNow(f"the connection broke off: {fault}", unsure=given) from fault


def _judged(code: int, words: bytes | str) -> Refused | NotNow:
    said = _said(code, words)
    return Refused(said) if code in PERMANENT else NotNow(said)


def _said(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(text.split())}".strip()


def _words(fault: smtplib.SMTPException) -> str:
    if isinstance(fault, smtplib.SMTPResponseException):
        return _said(fault.smtp_code, fault.smtp_error)
    return str(fault)
