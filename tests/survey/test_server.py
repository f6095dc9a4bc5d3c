"""The server finishes what people have sent before it stops."""

import signal
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

SLOW = """
import time
from flask import Flask
from survey.config import Settings
from survey.server import serve

app = Flask("slow")

@app.get("/")
def slow():
    time.sleep(1.5)
    return "finished"

serve(app, Settings(port=0), lambda port: print(port, flush=True))
"""


def test_a_request_under_way_is_finished_on_sigterm() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SLOW], cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout
        port = int(server.stdout.readline())
        answers: list[str] = []

        def ask() -> None:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
                answers.append(answer.read().decode())

        asking = [threading.Thread(target=ask) for _ in range(4)]
        for thread in asking:
            thread.start()
        threading.Event().wait(0.5)
        server.send_signal(signal.SIGTERM)
        for thread in asking:
            thread.join()
        assert server.wait(timeout=10) == 0
    assert answers == ["finished"] * 4
