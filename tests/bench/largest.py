"""The report of the sample with the most answers."""

from importlib.resources import files
from pathlib import Path

from questionnaires import load
from reports.assess import assess
from reports.build import build_report
from reports.report import Report
from survey.files import read_answers, read_facts, read_table


def largest_report(locale: str = "fr") -> Report:
    """Built from its two files, as the command line does."""
    folders = [Path(str(folder)) for folder in (files("survey") / "samples").iterdir() if folder.is_dir()]
    folder = max(
        (item for item in folders if (item / "answers.csv").exists()),
        key=lambda item: (item / "answers.csv").stat().st_size,
    )
    pack = load()
    case = read_facts(folder / "facts.yaml", pack)
    submissions = read_answers(read_table(folder / "answers.csv"), pack)
    return build_report(pack, assess(pack, case, submissions), locale)
