"""What must hold before the site is served to others: told whole, with the cure of each."""

import stat
from urllib.parse import urlsplit

from .config import LOOPBACK, Settings


def faults(settings: Settings) -> list[str]:
    """What is wrong with serving on these settings, as sentences; empty when nothing is."""
    found = []
    public = urlsplit(settings.public_url).hostname or ""
    if settings.https and not settings.proxies:
        found.append(
            "SURVEY_PROXIES: 0, but the public address is HTTPS, which this server does not speak itself;"
            " put a reverse proxy in front and set SURVEY_PROXIES=1"
        )
    if not settings.https and public not in LOOPBACK:
        found.append(
            f"SURVEY_PUBLIC_URL: {settings.public_url} would send answers and passwords readable over the"
            " network; use an address with https://"
        )
    found += [
        f"SURVEY_TRUSTED_HOSTS: {name!r} names no host; write it whole, such as survey.example.org"
        for name in settings.trusted_hosts
        # A dot in front stands for every host below: below a country's ending, that is everybody's.
        if "*" in name or "/" in name or (name.startswith(".") and name.count(".") < 2)
    ]
    if settings.https:
        found += _key_faults(settings)
    return found


def _key_faults(settings: Settings) -> list[str]:
    found = []
    key = settings.key()
    if len(key) < 32 or len(set(key)) < 10:
        found.append("SURVEY_SECRET_KEY: could be guessed; use a random one, or none to have one made")
    place = settings.instance / "secret_key"
    if not settings.secret_key and place.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        found.append(f"{place}: others on this machine may read it; run: chmod 600 {place}")
    return found
