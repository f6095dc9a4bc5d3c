"""The author's tools: ``python -m questionnaires check | schema | publish``."""

import argparse
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from .checks import check, remarks
from .errors import DefinitionError
from .fingerprint import changed, publish
from .loader import ROOT, catalogue, load, load_folder
from .model import Pack
from .schema import write_schemas


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. 0 if all is well, 1 if a pack has faults, which are on standard output by line."""
    parser = argparse.ArgumentParser(prog="python -m questionnaires", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    checking = commands.add_parser("check", help="check every shipped pack, or one: KEY VERSION, or a FOLDER")
    checking.add_argument("pack", nargs="*", metavar="KEY VERSION | FOLDER")
    commands.add_parser("schema", help="write the JSON Schemas of every shipped questionnaire's files")
    publishing = commands.add_parser("publish", help="check a version, then fix its content for good")
    publishing.add_argument("key")
    publishing.add_argument("version")
    given = parser.parse_args(arguments)
    if given.command == "check" and len(given.pack) > 2:
        parser.error("check takes nothing, a folder, or a key and a version")
    try:
        return _run(given)
    except DefinitionError as error:
        _say(*error.faults)
        return 1


def _run(given: argparse.Namespace) -> int:
    if given.command == "check":
        return _check(given.pack)
    if given.command == "schema":
        for key in sorted({key for key, _ in catalogue()}):
            _say(*(str(path.relative_to(ROOT)) for path in write_schemas(ROOT / key / "schema")))
        return 0
    if _report(f"{given.key}/{given.version}", partial(load, given.key, given.version)):
        return 1
    _say(f"{given.key}/{given.version}: published as {publish(given.key, given.version)}")
    return 0


def _check(pack: list[str]) -> int:
    if len(pack) == 1:
        return _report(pack[0], partial(load_folder, Path(pack[0])))
    wanted = [(pack[0], pack[1])] if pack else list(catalogue())
    # One faulty pack does not hide the faults of the next.
    failed = [_report(f"{key}/{version}", partial(load, key, version)) for key, version in wanted]
    moved = changed()
    _say(*moved)
    return int(any(failed) or bool(moved))


def _report(name: str, loading: Callable[[], Pack]) -> int:
    """Print what is wrong with a pack, then what is odd about it. 1 if anything is wrong, else 0."""
    try:
        pack = loading()
    except DefinitionError as error:
        faults, notes = list(error.faults), []
    else:
        faults, notes = check(pack), remarks(pack)
    _say(*faults, *(f"note: {note}" for note in notes))
    _say(f"{name}: {len(faults)} {'fault' if len(faults) == 1 else 'faults'}" if faults else f"{name}: sound")
    return int(bool(faults))


def _say(*lines: str) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
