"""From two files to results and report, and the invented clients to try it on."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import click
from rich.console import Console

from questionnaires import Case, NotReady, Pack, Submission
from reports.assess import assess as conclude
from reports.build import build_report
from reports.report import Brand, Report
from reports.results import Results, to_json

from ..files import (
    detect,
    read_answers,
    read_brand,
    read_export,
    read_facts,
    read_mapping,
    read_table,
    refuse,
    skipped,
)
from .options import language_option, out_option, pack_option

FORMATS: Final = ("board", "departments", "docx", "pptx", "letter", "roadmap", "scores")
FileArgument = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("facts", type=FileArgument)
@click.argument("answers", type=FileArgument)
@pack_option
@language_option
@click.option("--mapping", type=FileArgument, help="Confirmed mapping, for an export of a form tool.")
@click.option("--sheet", help="Sheet of the workbook; the first where left out.")
@click.option("--brand", type=FileArgument, help="YAML file with name, logo, accent and prepared_by.")
@click.option(
    "--also",
    type=click.Choice(FORMATS),
    multiple=True,
    help="Another file too: two pages for the board, one PDF a department, report as docx and pptx, letter "
    "to edit, roadmap and scores as xlsx.",
)
@out_option
def assess(  # noqa: PLR0917 - click passes by name
    facts: Path,
    answers: Path,
    pack: Pack,
    locale: str,
    mapping: Path | None,
    sheet: str | None,
    brand: Path | None,
    also: tuple[str, ...],
    out: Path,
) -> None:
    """Write results.json, report.pdf and report.html from FACTS (YAML) and ANSWERS (CSV or XLSX)."""
    # Late: the renderer needs Pango, and every other command works without it.
    from reports.render import render_html, render_pdf_isolated  # noqa: PLC0415

    with progress() as step:
        step("Reading the facts and answers")
        look, prepared_by = read_brand(brand) if brand else (Brand(), "")
        case, submissions = read_inputs(facts, answers, pack, mapping, sheet)
        step("Assessing, with 10,000 variations of everything uncertain")
        results = conclude(pack, case, submissions)
        report = build_report(pack, results, locale, prepared_by)
        step("Rendering the report")
        written = {
            "results.json": to_json(results).encode(),
            "report.html": render_html(report, look).encode(),
            "report.pdf": render_pdf_isolated(report, look),
        }
        for kind in dict.fromkeys(also):
            written |= more_files(kind, Made(pack, results, report, look, prepared_by))
        write_all(out, written)
    click.echo(report.decision.headline)
    for name in written:
        click.echo(out / name)


@dataclass(frozen=True)
class Made:
    """What every further file is made of."""

    pack: Pack
    results: Results
    report: Report
    look: Brand
    prepared_by: str


def more_files(kind: str, made: Made) -> dict[str, bytes]:
    """The files of one of FORMATS by name. Raises NotReady for a letter where there is no verdict."""
    from reports.build.briefing import build_briefing  # noqa: PLC0415 - only who asks for it waits
    from reports.render import render_pdf_isolated  # noqa: PLC0415 - needs Pango

    if kind == "board":
        return {"board.pdf": render_pdf_isolated(build_briefing(made.report), made.look)}
    if kind == "departments":
        return department_files(made)
    name, data = office_file(kind, made)
    return {name: data}


def department_files(made: Made) -> dict[str, bytes]:
    """A PDF for each department of which something may be shown; why there is none is said for the others."""
    from reports.build.department import department_report, why_no_report  # noqa: PLC0415 - as above
    from reports.render import render_pdf_isolated  # noqa: PLC0415 - needs Pango

    files: dict[str, bytes] = {}
    for place, item in enumerate(made.results.departments, start=1):
        what = (made.pack, made.results, item.name, made.report.locale)
        if reason := why_no_report(*what):
            click.echo(reason, err=True)
            continue
        report = department_report(*what, made.prepared_by)
        files[f"department-{place:02d}.pdf"] = render_pdf_isolated(report, made.look)
    return files


def office_file(kind: str, made: Made) -> tuple[str, bytes]:
    """The name and the bytes of an office file. Raises NotReady as more_files."""
    # Late: only who asks for such a file waits for the libraries that write it.
    from reports.build.workbooks import results_workbook, roadmap_workbook  # noqa: PLC0415
    from reports.render.excel import render_xlsx  # noqa: PLC0415
    from reports.render.slides import render_pptx  # noqa: PLC0415
    from reports.render.word import render_docx  # noqa: PLC0415

    report, look = made.report, made.look
    if kind == "letter":
        if not any(section.id == "letter" for section in report.sections):
            raise NotReady("there is no verdict yet, and so no letter to draft")
        return "letter.docx", render_docx(report, look, only="letter")
    if kind == "docx":
        return "report.docx", render_docx(report, look)
    if kind == "pptx":
        return "report.pptx", render_pptx(report, look)
    make = roadmap_workbook if kind == "roadmap" else results_workbook
    return f"{kind}.xlsx", render_xlsx(make(made.pack, made.results, report.locale, made.prepared_by))


def read_inputs(
    facts: Path, answers: Path, pack: Pack, mapping: Path | None, sheet: str | None
) -> tuple[Case, list[Submission]]:
    """The case and its submissions. Raises ImportProblems with every problem of the file at fault."""
    case = read_facts(facts, pack)
    departments = [invited.name for invited in case.departments]
    table = read_table(answers, sheet)
    kind = detect(table, pack)
    if mapping is not None:
        confirmed = read_mapping(mapping, pack)
        for row in skipped(table, confirmed):
            click.echo(f"row {row.row} left out: {row.reason}", err=True)
        return case, read_export(table, confirmed, pack, departments)
    if kind == "own":
        return case, read_answers(table, pack, departments)
    names = {"microsoft_forms": "Microsoft Forms", "google_forms": "Google Forms", "limesurvey": "LimeSurvey"}
    raise refuse(
        table.sheet,
        f"this looks like an export of {names.get(kind, 'another tool')}, not like our own format",
        f"run 'mandate mapping {facts} {answers} --out mapping.yaml', confirm what it proposes, "
        "then add --mapping mapping.yaml",
    )


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Steps of long work, shown on the error stream of a terminal and nowhere else."""
    console = Console(stderr=True)
    with console.status("") as status:
        yield status.update


def write_all(out: Path, written: dict[str, bytes]) -> None:
    """Write all files or none: first beside the folder's files, then each put in place at once."""
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=out, prefix=".writing-") as beside:
        for name, data in written.items():
            (Path(beside) / name).write_bytes(data)
        for name in written:
            (Path(beside) / name).replace(out / name)


@click.command()
@click.option("--list", "only_list", is_flag=True, help="List the samples and write nothing.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=Path("samples"), show_default=True
)
def sample(only_list: bool, out: Path) -> None:
    """Write the facts and answers of three invented clients."""
    with as_file(files("survey") / "samples") as folder:
        for client in sorted(
            path for path in folder.iterdir() if path.is_dir()
        ):
            if only_list:
                click.echo(client.name)
                continue
            shutil.copytree(client, out / client.name, dirs_exist_ok=True)
            to = out / client.name
            click.echo(f"mandate assess {to}/facts.yaml {to}/answers.csv --out {to}")
