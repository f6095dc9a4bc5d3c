"""What was sent where no mail server is set, in development: one file an e-mail, to be read on a page."""

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart
from email.policy import default
from pathlib import Path
from typing import Final

from .config import Settings

_NAME: Final = re.compile(r"\d{8}T\d{12}-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Kept:
    """An e-mail in the outbox."""

    name: str
    to: str
    sender: str
    subject: str
    at: datetime
    text: str
    html: str


def put(settings: Settings, message: EmailMessage) -> None:
    """Keep an e-mail. It is there in whole or not at all."""
    folder = _folder(settings)
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}"
    unfinished = folder / f"{name}.part"
    unfinished.write_bytes(message.as_bytes())
    unfinished.rename(folder / f"{name}.eml")


def newest(settings: Settings, most: int = 200) -> list[Kept]:
    """The e-mails of the outbox, newest first."""
    files = sorted(_folder(settings).glob("*.eml"), reverse=True)[:most]
    return [found for path in files if (found := read(settings, path.stem))]


def read(settings: Settings, name: str) -> Kept | None:
    """One e-mail by its name; None where there is none."""
    path = _folder(settings) / f"{name}.eml"
    if not _NAME.fullmatch(name) or not path.is_file():
        return None
    message = message_from_bytes(path.read_bytes(), policy=default)
    text, page = message.get_body(("plain",)), message.get_body(("html",))
    return Kept(
        name,
        str(message["To"]),
        str(message["From"]),
        str(message["Subject"]),
        datetime.strptime(name[:21], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC),
        _content(text),
        _content(page),
    )


def _content(part: MIMEPart | None) -> str:
    # Line ends as browsers count them: the policy of a page names its style sheet by a digest.
    return str(part.get_content()).replace("\r\n", "\n") if part else ""


def links_in(text: str) -> list[str]:
    """The addresses in a text, each once."""
    return [*dict.fromkeys(re.findall(r"https?://[^\s<>\"]+", text))]


def _folder(settings: Settings) -> Path:
    return settings.instance / "outbox"
