"""Reads office files back, after LibreOffice has opened and recalculated them."""

import shutil
import subprocess
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from openpyxl import load_workbook

from reports.workbook import Formula, Value, Workbook

SOFFICE = next((found for name in ("soffice", "libreoffice") if (found := shutil.which(name))), None)


_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode"><value>0</value></prop></item>
</oor:items>
"""


def recalculated(folder: Path, *workbooks: bytes) -> list[bytes]:
    """The workbooks as LibreOffice saves them, opened and recalculated, in this order: it starts once."""
    if SOFFICE is None:
        pytest.fail("LibreOffice is missing: run make setup-tests")
    sources = [folder / f"{place}.xlsx" for place in range(len(workbooks))]
    for source, data in zip(sources, workbooks, strict=True):
        source.write_bytes(data)
    out = folder / "out"
    command = [SOFFICE, f"-env:UserInstallation=file://{_profile().name}", "--headless"]
    subprocess.run(
        [*command, "--convert-to", "xlsx", "--outdir", out, *sources],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return [(out / source.name).read_bytes() for source in sources]


@cache
def _profile() -> TemporaryDirectory[str]:
    """A profile of this process's own, as two LibreOffices with one wait for each other; made once."""
    profile = TemporaryDirectory(prefix="mandate-office-")
    (Path(profile.name) / "user").mkdir()
    (Path(profile.name) / "user" / "registrymodifications.xcu").write_text(_ALWAYS_RECALCULATE)
    return profile


def sheets(data: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """The values of every sheet of a workbook, row by row."""
    book = load_workbook(BytesIO(data), data_only=True)
    return {page.title: [tuple(row) for row in page.iter_rows(values_only=True)] for page in book}


def spoilt(workbook: Workbook) -> Workbook:
    """The same formulas, beside values that are none of theirs."""

    def row(cells: tuple[Value, ...]) -> tuple[Value, ...]:
        return tuple(replace(cell, value=-1.0) if isinstance(cell, Formula) else cell for cell in cells)

    pages = tuple(replace(sheet, rows=tuple(map(row, sheet.rows))) for sheet in workbook.sheets)
    return replace(workbook, sheets=pages)
