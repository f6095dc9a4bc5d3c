"""Nothing that was acknowledged is lost: a short form of ``make soak``."""

from pathlib import Path

import pytest

from tests.soak.faults import fill_up, kill_often, no_longer_files

pytestmark = pytest.mark.slow


def test_kills_lose_no_acknowledged_answer(empty_address: str, tmp_path: Path) -> None:
    outcome = kill_often(empty_address, tmp_path / "server", kills=1, saves_between=20)
    assert outcome.acknowledged >= 40
    assert outcome.checked >= 16


@pytest.mark.sqlite
def test_no_room_is_told_and_survived_without_a_restart(empty_address: str, tmp_path: Path) -> None:
    outcome = fill_up(empty_address, tmp_path / "server", no_longer_files)
    assert sum(outcome.refused.values()) >= 24
