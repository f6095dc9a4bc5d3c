"""What ruins a codebase is its longest files and functions."""

import ast

from tests.architecture.source import ROOT, python_files, short

FILE_LINES = 300
FUNCTION_LINES = 60

# Longer for a reason. Each entry: the file, or file::function, and why it is better whole.
LONG_FILES: dict[str, str] = {
    "reports/report.py": "the whole tree of a report, one small record after another: what an output prints",
    "reports/results.py": "the whole of results.json, one small record after another: its documentation",
    "survey/web/access.py": "one table, who may reach what, endpoint by endpoint: to be checked as a whole",
}
LONG_FUNCTIONS: dict[str, str] = {}


def test_no_file_is_too_long() -> None:
    long = {
        short(path): lines
        for path in python_files()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > FILE_LINES
    }
    unexplained = {name: lines for name, lines in long.items() if name not in LONG_FILES}
    assert not unexplained, (
        f"Over {FILE_LINES} lines: {unexplained}. Such a file has two subjects: give the second one its own"
        " file and name (or add it to LONG_FILES with the reason why not)."
    )
    assert LONG_FILES.keys() <= long.keys(), "LONG_FILES excuses a file that is short or gone: remove it."


def test_no_function_is_too_long() -> None:
    long = {}
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > FUNCTION_LINES:
                    long[f"{short(path)}::{node.name}"] = lines
    unexplained = {name: lines for name, lines in long.items() if name not in LONG_FUNCTIONS}
    assert not unexplained, (
        f"Over {FUNCTION_LINES} lines: {unexplained}. Name its steps and make each a function"
        " (or add it to LONG_FUNCTIONS with the reason why not)."
    )
    assert LONG_FUNCTIONS.keys() <= long.keys(), (
        "LONG_FUNCTIONS excuses a function that is short or gone: remove it."
    )


def test_the_rule_looks_at_all_three_packages() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in python_files()} == {
        "questionnaires",
        "reports",
        "survey",
    }
