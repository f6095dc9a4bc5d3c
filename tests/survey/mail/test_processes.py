"""The worker as a process, and the server's own: what was begun is finished before they stop."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from survey import outbox
from survey.models import Mail
from tests import run_folder
from tests.survey.mail.conftest import Post


@contextmanager
def running(post: Post, command: str, **settings: str) -> Iterator["subprocess.Popen[str]"]:
    """A command of the program, on the database and settings of the test."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("SURVEY_")} | {
        "SURVEY_INSTANCE": str(post.settings.instance),
        "SURVEY_DATABASE_URL": post.settings.database_url,
        "SURVEY_PORT": "0",
        **{f"SURVEY_{name.upper()}": value for name, value in settings.items()},
    }
    run_folder.cache_for(post.settings.instance)
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "survey.cli", command],
        env=environment,
        cwd=Path(__file__).parents[3],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def soon(condition: Callable[[], object], seconds: float = 30) -> bool:
    """Whether something comes true in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.sqlite
def test_a_worker_finishes_the_e_mail_in_hand_before_it_stops(post: Post) -> None:
    mail_ids = [post.queue(dedup=f"slow:{number}") for number in range(3)]
    post.listener.seconds = 1.0
    with running(post, "worker", smtp_url=post.listener.url, mail_from="enquete@conseil.example") as process:
        assert soon(lambda: post.listener.begun == 1)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    assert len(post.listener.accepted) == 1
    states = sorted(post.mail(mail_id).state for mail_id in mail_ids)
    assert states == ["queued", "queued", "sent"]


@pytest.mark.sqlite
def test_the_server_sends_by_itself_and_stops_when_told(post: Post) -> None:
    post.queue()
    with running(post, "serve", development="yes") as process:
        assert soon(lambda: outbox.newest(post.settings))
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    post.session.rollback()
    assert post.session.scalars(select(Mail.state)).all() == ["sent"]
