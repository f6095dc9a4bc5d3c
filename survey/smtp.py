"""What the settings of e-mail say: the mail server's address and the sender."""

from dataclasses import dataclass
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

if TYPE_CHECKING:
    from email.headerregistry import Address

Security = Literal["auto", "none", "starttls", "tls"]

PORTS: Final = {"smtp": 587, "smtps": 465}
SECURITY: Final[dict[str, Security]] = {"none": "none", "starttls": "starttls", "tls": "tls"}


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server. ``security``: TLS from the first byte, STARTTLS or nothing, none, or where offered."""

    host: str
    port: int
    security: Security
    user: str
    password: str


def server(url: str) -> Server:
    """The mail server of an address. Raises ValueError with a sentence that does not repeat the password."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as fault:
        raise ValueError("not an address like smtp://user:password@mail.example.org:587") from fault
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    wrong = parts.scheme not in PORTS or not parts.hostname or parts.path not in ("", "/") or parts.fragment
    if wrong or query.keys() - {"security"}:
        raise ValueError("not an address like smtp://user:password@mail.example.org:587?security=starttls")
    asked = query.get("security", "tls" if parts.scheme == "smtps" else "auto")
    if asked != "auto" and asked not in SECURITY:
        raise ValueError(f"security={asked} is not one of: {', '.join(SECURITY)}")
    if parts.username and asked == "none" and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise ValueError("a password is not sent in clear: remove security=none, or the user")
    return Server(
        host=parts.hostname or "",
        port=port or PORTS[parts.scheme],
        security=SECURITY.get(asked, "auto"),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def sender(text: str) -> "Address":
    """The sender of ``Name <address>`` or of an address alone. Raises ValueError with a sentence."""
    from email.headerregistry import Address  # noqa: PLC0415 - settings are read by what shall stay small

    name, address = parseaddr(text)
    local, at, domain = address.rpartition("@")
    if not at or not local or ("." not in domain and domain != "localhost") or not text.isprintable():
        raise ValueError(f"{text!r} is not a sender like 'Name <name@example.org>'")
    return Address(name, local, domain)


def read_smtp(raw: Any) -> str:
    """The setting ``smtp_url``, checked. Raises ValueError."""
    if not isinstance(raw, str) or not raw.strip():
        raise ValueError("empty: name a server like smtp://mail.example.org, or remove the setting")
    server(raw.strip())
    return raw.strip()


def read_sender(raw: Any) -> str:
    """The setting ``mail_from``, checked. Raises ValueError."""
    if not isinstance(raw, str):
        raise ValueError(f"{raw!r} is not a sender like 'Name <name@example.org>'")
    sender(raw.strip())
    return raw.strip()


def domain(setting: str) -> str:
    """The domain of the sender, for the names of messages; without a sender, one that no one can have."""
    return sender(setting).domain if setting else "mandate.invalid"
