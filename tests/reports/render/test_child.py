"""The PDF in a process of its own: the same bytes, and limits that end it with a reason."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from reports.render import RenderFailed, child, render_pdf, render_pdf_isolated
from reports.render import pdf as rendering
from reports.report import Brand, Para, Report

from .sample_report import with_blocks

ROOT = Path(__file__).parents[3]
SMALL = with_blocks(Para("A short report."))


def endless() -> Report:
    """A report that takes minutes."""
    return with_blocks(*(Para("A paragraph among very many of them. " * 40) for _ in range(20_000)))


def test_a_child_gives_the_same_bytes() -> None:
    brand = Brand("Rivage Conseil", None, "#a01e3c")
    assert render_pdf_isolated(SMALL, brand) == render_pdf(SMALL, brand)


def test_too_little_memory_is_told() -> None:
    with pytest.raises(RenderFailed, match=r"memory|ended"):
        render_pdf_isolated(SMALL, memory_mb=90)


def test_a_report_that_outgrows_its_memory_is_told() -> None:
    started = time.monotonic()
    with pytest.raises(RenderFailed, match="more memory than its limit of 400 MB"):
        render_pdf_isolated(endless(), memory_mb=400, wall_seconds=60)
    assert time.monotonic() - started < 60


def test_too_much_processor_time_is_told() -> None:
    started = time.monotonic()
    with pytest.raises(RenderFailed, match="more than 2 seconds of processor time"):
        render_pdf_isolated(endless(), cpu_seconds=2, memory_mb=4096, wall_seconds=60)
    assert time.monotonic() - started < 30


def test_what_fails_in_the_child_is_told_by_the_parent() -> None:
    with pytest.raises(RenderFailed, match="Invalid isoformat"):
        render_pdf_isolated(replace(SMALL, created="yesterday"))


def test_a_missing_pango_is_one_sentence_that_names_the_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_library() -> None:
        raise OSError("cannot load library 'libgobject-2.0-0'")

    monkeypatch.setattr(rendering, "_import", no_library)
    with pytest.raises(
        RenderFailed, match=r"apt-get install libpango-1\.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    ):
        render_pdf(SMALL)


def test_too_long_a_wait_is_told_and_the_killed_child_leaves_no_folder_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child.stop()
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    try:
        with pytest.raises(RenderFailed, match=r"not ready after 2\.5 seconds"):
            render_pdf_isolated(endless(), wall_seconds=2.5)
        assert list(tmp_path.iterdir()) == []
    finally:
        child.stop()


def test_one_process_stands_ready_for_all_documents_and_another_when_it_is_gone() -> None:
    first = render_pdf_isolated(SMALL)
    standing = child._Standing.process
    assert standing is not None
    assert render_pdf_isolated(SMALL) == first
    assert child._Standing.process is standing
    standing.kill()
    standing.wait()
    assert render_pdf_isolated(SMALL) == first
    assert child._Standing.process is not standing


def test_documents_of_several_threads_are_made_side_by_side() -> None:
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda _: render_pdf_isolated(SMALL), range(8)))
    assert len(set(made)) == 1


def test_what_stands_ready_goes_with_its_owner() -> None:
    code = (
        "from reports.render import child, render_pdf_isolated\n"
        "from tests.reports.render.test_child import SMALL\n"
        "render_pdf_isolated(SMALL)\n"
        "print(child._Standing.process.pid)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stderr == ""
    assert not Path("/proc", done.stdout.strip()).exists()
