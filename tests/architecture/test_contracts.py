"""Who may import whom: the contracts in pyproject.toml hold."""

import os
import subprocess
import sys
from pathlib import Path

from tests.architecture.source import ROOT


def test_imports_keep_the_contracts(tmp_path: Path) -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--cache-dir", str(tmp_path)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, "COLUMNS": "200"}
    )
    assert done.returncode == 0, (
        f"{done.stdout}{done.stderr}\nArrows run one way: survey, reports, questionnaires."
        " If a lower package needs something of a higher one, pass it in as a value."
    )
