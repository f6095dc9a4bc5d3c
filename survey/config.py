"""Settings: read once, from ``SURVEY_*`` in the environment and ``settings.toml`` in the instance folder.

The environment wins over the file. Unknown keys and wrong values stop the start, all told in one list.
"""

import os
import secrets
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .smtp import read_sender, read_smtp

PREFIX: Final = "SURVEY_"
FILE: Final = "settings.toml"
LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")


class SettingsError(Exception):
    """Settings that cannot be used. ``faults`` are sentences that each name the setting and the cure."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(["The settings are wrong:", *(f"  {fault}" for fault in faults)]))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that an installation may decide. Each field is described in ``survey/README.md``."""

    instance: Path = Path("instance")
    """Folder of local data: the SQLite file, the key, ``settings.toml``."""
    database_url: str = ""
    """SQLAlchemy address; empty for ``mandate.sqlite`` in the instance folder."""
    secret_key: str = ""
    """Signs cookies; empty for one made once and kept in the instance folder."""
    public_url: str = "http://127.0.0.1:5000"
    """Where people reach the site: links are built from it, never from what a request claims."""
    trusted_hosts: tuple[str, ...] = ()
    """Host names that requests may name, besides that of the public address."""
    host: str = "127.0.0.1"
    """Address to listen on."""
    port: int = 5000
    """Port to listen on."""
    threads: int = 4
    """Requests served at once, by all processes together: more in one only wait for one another."""
    processes: int = field(default_factory=lambda: min(2, os.cpu_count() or 1))
    """Processes that share the port."""
    log_level: str = "info"
    """What is logged: ``debug``, ``info``, ``warning`` or ``error`` and whatever is graver."""
    proxies: int = 0
    """How many reverse proxies stand in front and set ``X-Forwarded-*``."""
    time_zone: str = ""
    """Zone in which hours are shown, such as ``Europe/Paris``; empty for the machine's own."""
    visit_days: int = 30
    """Days for which a browser that opened a personal link stays in."""
    development: bool = False
    """Whether to serve what is for people who work on the program: the style guide at ``/styleguide``."""
    smtp_url: str = ""
    """The mail server: ``smtp://user:password@host:587``, ``smtps://…``; empty sends nothing."""
    mail_from: str = ""
    """Sender of every e-mail: ``Name <address>``."""
    mail_per_minute: int = 60
    """E-mails handed to the mail server in a minute, at most."""
    oidc_issuer: str = ""
    """The firm's identity provider, as its tokens name it; empty for signing in by password alone."""
    oidc_client_id: str = ""
    """What the provider calls this installation."""
    oidc_client_secret: str = ""
    """Proves to the provider that it is this installation that asks."""
    oidc_name: str = "OpenID"
    """What people call the provider: the button says it."""

    @property
    def https(self) -> bool:
        """Whether people reach the site by HTTPS, so that cookies may insist on it."""
        return self.public_url.startswith("https://")

    @property
    def hosts(self) -> list[str]:
        """Every host name that a request may name."""
        own = urlsplit(self.public_url).hostname or ""
        local = LOOPBACK if own in LOOPBACK or not self.https else ()
        return [*dict.fromkeys((own, *local, *self.trusted_hosts))]

    @property
    def address(self) -> str:
        """The database's address, with the default filled in."""
        return self.database_url or f"sqlite:///{(self.instance / 'mandate.sqlite').resolve()}"

    def key(self) -> str:
        """The secret key; made and kept in the instance folder, for its owner only, where missing."""
        if self.secret_key:
            return self.secret_key
        place = self.instance / "secret_key"
        if not place.exists():
            self.instance.mkdir(parents=True, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
            try:
                with os.fdopen(os.open(place, flags, 0o600), "w", encoding="ascii") as stream:
                    stream.write(secrets.token_urlsafe(48))
            except FileExistsError:
                pass  # another process was first: its key is the key
        return place.read_text(encoding="ascii").strip()


def read_settings(environment: Mapping[str, str] | None = None, instance: Path | None = None) -> Settings:
    """Settings from the environment and from the instance folder's file. Raises SettingsError."""
    environment = os.environ if environment is None else environment
    folder = instance or Path(environment.get(f"{PREFIX}INSTANCE", "instance"))
    faults: list[str] = []
    found: dict[str, Any] = {}
    for source, key, raw in (*_file(folder / FILE, faults), *_variables(environment)):
        read = READERS.get(key)
        if read is None:
            faults.append(f"{source}: there is no such setting; one of: {', '.join(sorted(READERS))}")
            continue
        try:
            found[key] = read(raw)
        except ValueError as fault:
            faults.append(f"{source}: {fault}")
    if found.get("smtp_url") and not found.get("mail_from"):
        faults.append("SURVEY_SMTP_URL: needs a sender too: set SURVEY_MAIL_FROM to 'Name <address>'")
    given = [key for key in ("oidc_issuer", "oidc_client_id", "oidc_client_secret") if found.get(key)]
    if given and len(given) < 3:
        faults.append(f"{PREFIX}OIDC_ISSUER, _CLIENT_ID and _CLIENT_SECRET: set all three or none")
    if faults:
        raise SettingsError(faults)
    return Settings(**{**found, "instance": folder})


def _variables(environment: Mapping[str, str]) -> list[tuple[str, str, Any]]:
    return [
        (name, name.removeprefix(PREFIX).lower(), value)
        for name, value in sorted(environment.items())
        if name.startswith(PREFIX)
    ]


def _file(path: Path, faults: list[str]) -> list[tuple[str, str, Any]]:
    if not path.exists():
        return []
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        faults.append(f"{path}: not TOML: {fault}")
        return []
    return [(f"{path}: {key}", key, value) for key, value in data.items() if key != "instance"]


def _text(raw: Any) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise ValueError(f"{raw!r} is not a text")
    return raw.strip()


def _whole(low: int, high: int) -> Callable[[Any], int]:
    def read(raw: Any) -> int:
        if isinstance(raw, str) and raw.isascii() and raw.isdigit():
            raw = int(raw)
        if isinstance(raw, bool) or not isinstance(raw, int) or not low <= raw <= high:
            raise ValueError(f"{raw!r} is not a whole number from {low} to {high}")
        return raw

    return read


def _yes_or_no(raw: Any) -> bool:
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    found = raw if isinstance(raw, bool) else words.get(str(raw).strip().lower())
    if found is None:
        raise ValueError(f"{raw!r} is neither true nor false")
    return found


def _one_of(*names: str) -> Callable[[Any], str]:
    def read(raw: Any) -> str:
        name = _text(raw).lower()
        if name not in names:
            raise ValueError(f"{raw!r} is not one of: {', '.join(names)}")
        return name

    return read


def _url(raw: Any) -> str:
    url = _text(raw).rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(f"{raw!r} is not an address like https://survey.example.org")
    return url


def _issuer(raw: Any) -> str:
    url = _url(raw)
    if url.startswith("http://") and urlsplit(url).hostname not in LOOPBACK:
        raise ValueError(f"{raw!r} is not reached by HTTPS")
    return url


def _hosts(raw: Any) -> tuple[str, ...]:
    names = raw.split(",") if isinstance(raw, str) else raw
    if not isinstance(names, list) or not all(isinstance(name, str) and name.strip() for name in names):
        raise ValueError(f"{raw!r} is not a list of host names, separated by commas")
    return tuple(name.strip().lower() for name in names)


def _zone(raw: Any) -> str:
    name = _text(raw)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as fault:
        raise ValueError(f"{raw!r} is no time zone known here, such as Europe/Paris") from fault
    return name


def _secret(raw: Any) -> str:
    key = _text(raw)
    if len(key) < 32:
        raise ValueError("too short to be secret; write at least 32 random characters")
    return key


READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "instance": Path,
    "database_url": _text,
    "secret_key": _secret,
    "public_url": _url,
    "trusted_hosts": _hosts,
    "host": _text,
    "port": _whole(0, 65535),
    "threads": _whole(1, 64),
    "processes": _whole(1, 64),
    "log_level": _one_of("debug", "info", "warning", "error"),
    "proxies": _whole(0, 5),
    "time_zone": _zone,
    "visit_days": _whole(1, 365),
    "development": _yes_or_no,
    "oidc_issuer": _issuer,
    "oidc_client_id": _text,
    "oidc_client_secret": _text,
    "oidc_name": _text,
    "smtp_url": read_smtp,
    "mail_from": read_sender,
    "mail_per_minute": _whole(1, 10_000),
}
"""How each setting is read. Raises ValueError with a sentence for a value it does not take."""

assert READERS.keys() == {field.name for field in fields(Settings)}  # noqa: S101 - a setting without a reader
