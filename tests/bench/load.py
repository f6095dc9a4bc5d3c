"""Load from a process of its own: ``python -m tests.bench.load KIND PORT CONNECTIONS SECONDS < links``.

Prints one line of JSON: how many were done, and the seconds of each request.
"""

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from itertools import cycle

from questionnaires import load
from tests.bench.client import Client

Work = Callable[[Client, "Links", float], int]
PARTS = {
    dimension.id: [item.id for item in load().questionnaire.questions if item.dimension == dimension.id]
    for dimension in load().questionnaire.dimensions
}


class Links:
    """Personal links, each handed out once."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens, self._lock = iter(tokens), threading.Lock()

    def next(self) -> str | None:
        """A link that nobody has used; None when there is none left."""
        with self._lock:
            return next(self._tokens, None)


def enter(client: Client, token: str) -> None:
    """Open a link, press its button and see the list of parts."""
    expect(client.ask("GET", f"/i/{token}").status, 200)
    entered = client.ask("POST", f"/i/{token}", {})
    expect(entered.status, 303)
    expect(client.ask("GET", entered.location).status, 200)


def journey(client: Client, token: str) -> None:
    """From the link to the confirmation, one question a page, every redirect followed."""
    client.anew()
    enter(client, token)
    values = cycle("31425")
    for part, questions in PARTS.items():
        expect(client.ask("GET", f"/answers/{part}/1").status, 200)
        for number, question in enumerate(questions, 1):
            form = {f"q_{question}": next(values), "comment": "", "revision": "0", "next": "on"}
            saved = client.ask("POST", f"/answers/{part}/{number}", form)
            expect(saved.status, 303)
            expect(client.ask("GET", saved.location).status, 200)
    expect(client.ask("GET", "/answers/send").status, 200)
    sent = client.ask("POST", "/answers/send", {})
    expect(sent.status, 303)
    expect(client.ask("GET", sent.location).status, 200)


def journeys(client: Client, links: Links, until: float) -> int:
    """Journeys one after the other; those begun in time are finished."""
    done = 0
    while time.perf_counter() < until and (token := links.next()):
        journey(client, token)
        done += 1
    return done


def saves(client: Client, links: Links, until: float) -> int:
    """Enter by a link, then save answers as the page's script does."""
    enter(client, links.next() or "")
    expect(client.ask("GET", f"/answers/{next(iter(PARTS))}/1").status, 200)
    client.times.clear()
    done = 0
    for value in cycle("12345"):
        for part, questions in PARTS.items():
            for number, question in enumerate(questions, 1):
                if time.perf_counter() > until:
                    return done
                form = {f"q_{question}": value, "comment": "", "revision": str(done // TOTAL), "next": "stay"}
                expect(client.ask("POST", f"/answers/{part}/{number}", form, script=True).status, 200)
                done += 1
    return done


TOTAL = sum(len(questions) for questions in PARTS.values())


def empty(client: Client, _links: Links, until: float) -> int:
    """The endpoint that does nothing."""
    done = 0
    while time.perf_counter() < until:
        expect(client.ask("GET", "/health").status, 200)
        done += 1
    return done


def expect(found: int, wanted: int) -> None:
    """Stop at any other answer: a quick error is no speed. Raises RuntimeError."""
    if found != wanted:
        raise RuntimeError(f"answered {found} instead of {wanted}")


KINDS: dict[str, Work] = {"journeys": journeys, "saves": saves, "empty": empty}


def run(kind: str, port: int, connections: int, seconds: float, tokens: list[str]) -> dict[str, object]:
    """Work on so many connections at once for so long."""
    links, clients = Links(tokens), [Client(port) for _ in range(connections)]
    done: list[int] = []
    failed: list[BaseException] = []
    began, cpu = time.perf_counter(), time.process_time()

    def work(client: Client) -> None:
        try:
            done.append(KINDS[kind](client, links, began + seconds))
        except (RuntimeError, OSError) as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    if failed:
        raise RuntimeError(f"{len(failed)} of {connections} connections failed, the first with: {failed[0]}")
    times = [round(moment, 6) for client in clients for moment in client.times]
    return {"done": sum(done), "seconds": took, "times": times, "cpu": time.process_time() - cpu}


def tokens() -> Iterator[str]:
    """The links on standard input."""
    yield from sys.stdin.read().split()


if __name__ == "__main__":
    _, kind, port, connections, seconds = sys.argv
    print(json.dumps(run(kind, int(port), int(connections), float(seconds), list(tokens()))))
