"""What must hold before the site is served to others."""

from dataclasses import replace
from pathlib import Path

import pytest

from survey.config import Settings
from survey.production import faults

RANDOM = "q8Jf-2LxP0vWmZ7tRk3sYbNcHdGuEa5o"


@pytest.fixture
def good(tmp_path: Path) -> Settings:
    return Settings(instance=tmp_path, public_url="https://survey.example.org", proxies=1)


def test_a_proper_installation_starts(good: Settings, tmp_path: Path) -> None:
    assert faults(good) == []
    assert faults(replace(good, secret_key=RANDOM, trusted_hosts=("intranet", ".example.org"))) == []
    assert faults(Settings(instance=tmp_path)) == []
    assert faults(Settings(instance=tmp_path, host="0.0.0.0")) == []  # noqa: S104 - in a container, as told


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"proxies": 0}, "SURVEY_PROXIES=1"),
        ({"public_url": "http://survey.example.org"}, "https://"),
        ({"secret_key": "k" * 40}, "could be guessed"),
        ({"trusted_hosts": ("*",)}, "write it whole"),
        ({"trusted_hosts": (".org",)}, "write it whole"),
    ],
)
def test_each_fault_is_told_with_its_cure(good: Settings, changed: dict[str, object], words: str) -> None:
    (told,) = faults(replace(good, **changed))  # type: ignore[arg-type]
    assert told.startswith("SURVEY_")
    assert words in told


def test_a_key_that_others_may_read_is_told(good: Settings, tmp_path: Path) -> None:
    good.key()
    (tmp_path / "secret_key").chmod(0o644)
    (told,) = faults(good)
    assert "chmod 600" in told
