"""Questions brought as a file: what would be taken, what cannot be and why, and the confirmation."""

from typing import Any, Final
from uuid import UUID

from flask import abort, request
from werkzeug.wrappers import Response as AnyResponse

from ..files import ImportProblems
from ..files.candidates import MAX_BYTES
from ..services import library_import as service
from . import library_words, site
from .language import count, say
from .library import PACK, at, editable, pack_of, page, pages
from .library_forms import dimension_form
from .messages import tell
from .setup_forms import file_form
from .site import to
from .uploads import takes

SHOWN: Final = 50
"""Problems that are shown: whoever mended those brings the file again."""


@pages.get(f"{PACK}/import")
def bring(key: str, version: str) -> str:
    """Where a file is brought."""
    return _bring_page(key, version, file_form(say("File")))


@pages.post(f"{PACK}/import")
@takes(MAX_BYTES)
def upload(key: str, version: str) -> AnyResponse | tuple[str, int]:
    """Read a file. One with problems is not kept, and all of them are told."""
    editable(key, version)
    form, problems = file_form(say("File")), None
    sent = request.files.get("file")
    if not form.validate() or sent is None or not sent.filename:
        form.file.errors = [say("Choose a file")]
    else:
        try:
            kept = service.keep(site.session(), at(key, version), sent.filename, sent.stream.read())
        except ImportProblems as error:
            problems = error
        else:
            return to("library.preview", key=key, version=version, upload=kept)
    return _bring_page(key, version, form, problems), 422


@pages.get(f"{PACK}/import/<uuid:upload>")
def preview(key: str, version: str, upload: UUID) -> str:
    """What a file would do, before anything is done."""
    coming = service.preview(site.session(), at(key, version), upload) or abort(404)
    return _preview_page(key, version, coming, dimension_form(pack_of(editable(key, version))))


@pages.post(f"{PACK}/import/<uuid:upload>")
def take(key: str, version: str, upload: UUID) -> AnyResponse | tuple[str, int]:
    """Take a workbook over whole, or the questions that were chosen."""
    coming = service.preview(site.session(), at(key, version), upload)
    if coming is None:
        tell(say("This file is not waiting any more: it was taken over, or replaced by another."), "alert")
        return to("library.bring", key=key, version=version)
    if coming.sheet is not None:
        service.take_sheet(site.session(), at(key, version), upload)
        tell(say("The workbook has been taken over."))
        return to("library.check", key=key, version=version)
    form = dimension_form(pack_of(editable(key, version)))
    sent = request.form.getlist("questions")
    chosen = [number for text in sent if (number := site.numeral(text)) is not None]
    fits = form.validate()
    if not chosen:
        form.form_errors = [say("Choose at least one question")]
    if not fits or not chosen:
        return _preview_page(key, version, coming, form, chosen), 422
    dimension = form.dimension.data
    made = service.take_candidates(site.session(), at(key, version), upload, chosen, dimension) or []
    text = count("{n} question added.", "{n} questions added.", len(made))
    rest = say("What the file did not have is yours to write.")
    tell(f"{text} {rest}", "wait")
    return to("library.check", key=key, version=version)


def _bring_page(key: str, version: str, form: Any, problems: ImportProblems | None = None) -> str:
    return page(
        "survey/library/import.html", editable(key, version), form=form, problems=problems, shown=SHOWN
    )


def _preview_page(
    key: str, version: str, coming: service.Preview, form: Any, chosen: list[int] | None = None
) -> str:
    shelved = editable(key, version)
    return page(
        "survey/library/preview.html",
        shelved,
        coming=coming,
        form=form,
        chosen=chosen or [],
        old=pack_of(shelved),
        new=coming.pack,
        found=coming.differences,
        fields=library_words.fields(),
    )
