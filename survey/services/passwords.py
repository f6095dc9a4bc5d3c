"""Passwords: which are refused, how they are kept, and whether one fits."""

import unicodedata
from functools import cache
from importlib.resources import files
from typing import Final, Literal

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from questionnaires.errors import InvalidAnswer

SHORTEST: Final = 12
"""Characters of a password."""
LONGEST: Final = 256

Fault = Literal["", "short", "long", "own", "common"]

# 19 MiB, two passes: OWASP's figures for argon2id; about 30 ms a try.
_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_NOBODY: Final = _HASHER.hash("nobody has this password")


def fault(password: str, *own: str) -> Fault:
    """Why a password is refused, "" when it is not. ``own``: the person's e-mail address and name.

    No rule about capitals or digits: such rules make passwords that people write down.
    """
    plain = _plain(password)
    if len(plain) < SHORTEST:
        return "short"
    if len(plain) > LONGEST:
        return "long"
    bare = _bare(plain)
    if bare in {_bare(part) for text in own if text for part in (text, text.split("@")[0])}:
        return "own"
    # One character, or a short run of them, over and over.
    repeated = any(bare == (bare[:size] * len(bare))[: len(bare)] for size in (1, 2, 3))
    return "common" if repeated or bare in _common() else ""


def hash_password(password: str) -> str:
    """Argon2id of a password. Raises InvalidAnswer for one that is too short, too long or too common."""
    if found := fault(password):
        raise InvalidAnswer(f"a password has {SHORTEST} to {LONGEST} characters and is not common ({found})")
    return _HASHER.hash(_plain(password))


def fits(kept: str, password: str) -> bool:
    """Whether a password is the one whose hash was kept. Takes as long where none was kept ("")."""
    try:
        # Cut first: a very long text would make each normalisation and hash cost more than the next.
        _HASHER.verify(kept or _NOBODY, _plain(password[: LONGEST * 2])[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False
    return bool(kept)


def _plain(password: str) -> str:
    """One form for what looks the same: keyboards send é as one character or as two."""
    return unicodedata.normalize("NFKC", password)


def _bare(text: str) -> str:
    """Letters and digits alone, in lower case: punctuation in between makes no common password better."""
    return "".join(char for char in _plain(text).casefold() if char.isalnum()) or text


@cache
def _common() -> frozenset[str]:
    lines = (files("survey.services") / "common_passwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(_bare(line) for line in lines if line and not line.startswith("#"))
