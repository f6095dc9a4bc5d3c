"""Settings: from the environment and a file, all faults at once."""

import stat
from dataclasses import fields
from pathlib import Path

import pytest

import survey
from survey.config import Settings, SettingsError, read_settings


def test_without_anything_the_defaults_hold(tmp_path: Path) -> None:
    settings = read_settings({}, tmp_path)
    assert settings == Settings(instance=tmp_path)
    assert settings.address == f"sqlite:///{tmp_path.resolve()}/mandate.sqlite"
    assert not settings.https
    assert "127.0.0.1" in settings.hosts


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('port = 8000\nthreads = 4\ntrusted_hosts = ["a.example"]\n')
    settings = read_settings({"SURVEY_PORT": "9000", "HOME": "/nowhere"}, tmp_path)
    assert (settings.port, settings.threads, settings.trusted_hosts) == (9000, 4, ("a.example",))


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("threads = true\nprot = 1\n")
    environment = {"SURVEY_PORT": "many", "SURVEY_NONSENSE": "1", "SURVEY_PUBLIC_URL": "example.org"}
    with pytest.raises(SettingsError) as caught:
        read_settings(environment, tmp_path)
    assert len(caught.value.faults) == 5
    told = str(caught.value)
    for word in ("threads", "prot", "SURVEY_PORT", "SURVEY_NONSENSE", "SURVEY_PUBLIC_URL", "settings.toml"):
        assert word in told


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("TIME_ZONE", "Paris/Europe"),
        ("PORT", "65536"),
        ("PUBLIC_URL", "https://a.example/?x=1"),
        ("TRUSTED_HOSTS", "a,,b"),
        ("DATABASE_URL", " "),
    ],
)
def test_a_wrong_value_is_refused(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        read_settings({f"SURVEY_{name}": value}, tmp_path)


def test_a_https_site_trusts_its_own_name_only(tmp_path: Path) -> None:
    settings = read_settings({"SURVEY_PUBLIC_URL": "https://survey.example.org/"}, tmp_path)
    assert settings.https
    assert settings.hosts == ["survey.example.org"]


def test_the_key_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    settings = Settings(instance=tmp_path / "new")
    assert settings.key() == settings.key()
    assert len(settings.key()) >= 43
    assert stat.S_IMODE((tmp_path / "new" / "secret_key").stat().st_mode) == 0o600


def test_every_setting_is_described() -> None:
    text = (Path(survey.__file__).parent / "README.md").read_text(encoding="utf-8")
    missing = [f"SURVEY_{item.name.upper()}" for item in fields(Settings)]
    assert not [name for name in missing if f"`{name}`" not in text]
