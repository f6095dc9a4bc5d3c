"""Clients that save without end, and note what was acknowledged."""

import json
import threading
import time
from itertools import count

from tests.bench.client import Client
from tests.bench.load import PARTS

PART = next(iter(PARTS))
QUESTIONS = PARTS[PART]


class Saver:
    """One respondent. Every save is a new number, in the comment; the value follows from it."""

    def __init__(self, port: int, token: str) -> None:
        self.token, self.client = token, Client(port, timeout=10)
        self.sent = dict.fromkeys(QUESTIONS, 0)
        self.acknowledged = dict.fromkeys(QUESTIONS, 0)
        """The newest number, by question, that the server said was saved."""
        self.saves = 0
        """How many were acknowledged."""
        self.refused: dict[int, int] = {}
        """Answers other than 200, by status: what was told as not saved."""
        self.broken = 0
        """Connections that broke or were refused."""
        self._revisions = dict.fromkeys(QUESTIONS, 0)
        self._entered = False

    def run(self, stop: threading.Event) -> None:
        """Save until told to stop, over every break of the connection."""
        for number in count(1):
            if stop.is_set():
                self.client.close()
                return
            try:
                if self._entered:
                    self._save(QUESTIONS[number % len(QUESTIONS)], number)
                else:
                    self._enter()
            except OSError:
                self.broken += 1
                time.sleep(0.05)

    def _enter(self) -> None:
        self.client.ask("GET", f"/i/{self.token}")
        entered = self.client.ask("POST", f"/i/{self.token}", {})
        if entered.status != 303:
            self._refuse(entered.status)
            return
        self._entered = self.client.ask("GET", f"/answers/{PART}/1").status == 200

    def _save(self, question: str, number: int) -> None:
        self.sent[question] = number
        form = {
            f"q_{question}": value_of(number),
            "comment": str(number),
            "revision": str(self._revisions[question]),
            "next": "stay",
        }
        place = QUESTIONS.index(question) + 1
        answered = self.client.ask("POST", f"/answers/{PART}/{place}", form, script=True)
        if answered.status == 200:
            self._revisions[question] = json.loads(answered.body)["revision"]
            self.acknowledged[question] = number
            self.saves += 1
        elif answered.status == 409:
            # The save before was stored, and the server killed before it could say so: ask what is there.
            body = self.client.ask("GET", f"/answers/{PART}/{place}").body
            self._revisions[question] = int(body.split(b'name="revision" value="')[1].split(b'"')[0])
        else:
            self._refuse(answered.status)

    def _refuse(self, status: int) -> None:
        self.refused[status] = self.refused.get(status, 0) + 1
        time.sleep(0.02)


def value_of(number: int) -> str:
    """The answer that goes with a save's number."""
    return str(number % 5 + 1)


class Savers:
    """Some respondents at once."""

    def __init__(self, port: int, tokens: list[str]) -> None:
        self.all = [Saver(port, token) for token in tokens]
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=saver.run, args=(self._stop,)) for saver in self.all]
        for thread in self._threads:
            thread.start()

    def saves(self) -> int:
        """How many saves were acknowledged so far."""
        return sum(saver.saves for saver in self.all)

    def refused(self) -> dict[int, int]:
        """How many were refused so far, by status."""
        found: dict[int, int] = {}
        for saver in self.all:
            for status, times in saver.refused.items():
                found[status] = found.get(status, 0) + times
        return found

    def stop(self) -> None:
        """Let each finish what it is at."""
        self._stop.set()
        for thread in self._threads:
            thread.join()
