"""What a serving process loads: the heavy libraries only once somebody asks for what needs them."""

import subprocess
import sys

HEAVY = ("numpy", "weasyprint", "openpyxl", "docx", "pptx", "xlsxwriter", "authlib", "PIL", "rich", "segno")


def test_a_process_that_serves_pages_loads_no_heavy_library() -> None:
    seen = f"import sys, survey.app; print(*[name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True)
    assert not done.stdout.split(), "import it inside the function that needs it: every process carries it"
