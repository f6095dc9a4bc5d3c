"""The site with a page that takes its time: ``python -m tests.soak.slow FOLDER PROCESSES``.

Prints its port once it takes requests.
"""

import os
import sys
import time
from pathlib import Path

from survey import create_app
from survey.config import Settings
from survey.processes import listen, watch
from survey.server import serve
from survey.web.access import ACCESS, ANYBODY

SECONDS = 1.5


def main() -> None:
    """Serve until told to stop."""
    settings = Settings(instance=Path(sys.argv[1]), port=0, processes=int(sys.argv[2]))
    listening, first = listen(settings.host, settings.port), os.getpid()

    def announce() -> None:
        sys.stdout.write(f"{listening.getsockname()[1]}\n")
        sys.stdout.flush()

    app = create_app(settings)

    @app.get("/slow")
    def slow() -> str:
        time.sleep(SECONDS)
        return "finished"

    @app.get("/who")
    def who() -> str:
        return str(os.getpid())

    ACCESS.update({"slow": ANYBODY, "who": ANYBODY})  # type: ignore[attr-defined]
    if settings.processes == 1:
        serve(app, settings, listening, announce)
    else:
        watch(lambda: serve(app, settings, listening, announce, parent=first))


if __name__ == "__main__":
    main()
