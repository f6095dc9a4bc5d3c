"""What is asked, as files and lists: templates, question ids, proposed mappings."""

import json
from pathlib import Path

import click

from questionnaires import Pack

from ..files import propose, read_facts, read_table, write_mapping, write_template
from .assess import FileArgument
from .options import language_option, out_option, pack_option


@click.command()
@pack_option
@language_option
@out_option
def template(pack: Pack, locale: str, out: Path) -> None:
    """Write an empty pair to fill in: facts.yaml, and answers as workbook and CSV."""
    for path in write_template(pack, locale, out):
        click.echo(path)


@click.command()
@pack_option
@language_option
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def questions(pack: Pack, locale: str, as_json: bool) -> None:
    """List the questions: id, dimension, whom they are about, who is best placed to answer."""
    rows = [
        {
            "id": question.id,
            "dimension": question.dimension,
            "referent": question.referent,
            "informants": list(question.informants),
            "topic": question.topic[locale],
            "text": question.text[locale],
            "statements": [statement[locale] for statement in question.statements],
        }
        for question in pack.questionnaire.questions
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo(f"{row['id']:<26} {row['dimension']:<12} {row['referent']:<13} {row['topic']}")


@click.command()
@click.argument("facts", type=FileArgument)
@click.argument("answers", type=FileArgument)
@pack_option
@click.option("--sheet", help="Sheet of the workbook; the first where left out.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Mapping file to write."
)
def mapping(facts: Path, answers: Path, pack: Pack, sheet: str | None, out: Path) -> None:
    """Propose which column of an export holds which question, for you to confirm."""
    if out.exists():
        raise click.UsageError(f"{out} exists and may hold your corrections; name another file or remove it")
    case = read_facts(facts, pack)
    proposal = propose(read_table(answers, sheet), pack, [item.name for item in case.departments])
    out.write_text(write_mapping(proposal), encoding="utf-8")
    click.echo(out)
    waiting = proposal.unconfirmed()
    for entry in waiting:
        click.echo(f"  to confirm: {entry}")
    if not waiting:
        click.echo(f"  nothing is uncertain: run mandate assess {facts} {answers} --mapping {out} --out DIR")
