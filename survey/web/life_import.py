"""A client archive brought from another installation: looked at first, then taken over."""

from uuid import UUID

from flask import abort, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from ..files import ImportProblems
from ..files.archive import MOST_BYTES
from ..services import archive_waiting as service
from . import site
from .language import count, say
from .life import pages
from .messages import tell
from .setup_forms import file_form
from .site import to
from .uploads import takes

SHOWN = 50


@pages.get("/clients/import")
def bring() -> str:
    """Where an archive is brought."""
    return render_template("survey/life/bring.html", form=file_form(say("Client archive")), problems=None)


@pages.post("/clients/import")
@takes(MOST_BYTES)
def brought() -> AnyResponse | tuple[str, int]:
    """Read an archive. One that cannot be imported is not kept, and what is wrong is told."""
    form, problems = file_form(say("Client archive")), None
    sent = request.files.get("file")
    if not form.validate() or sent is None or not sent.filename:
        form.file.errors = [say("Choose the file that was taken away as client archive")]
    else:
        try:
            content = sent.stream.read()
            upload = service.keep(site.session(), site.member(), sent.filename, content, site.now())
        except ImportProblems as error:
            problems = error
        else:
            return to("life.look", upload=upload)
    return render_template("survey/life/bring.html", form=form, problems=problems, shown=SHOWN), 422


@pages.get("/clients/import/<uuid:upload>")
def look(upload: UUID) -> str | tuple[str, int]:
    """What importing would do, before anything is done."""
    try:
        plan = service.preview(site.session(), site.member(), upload, site.now())
    except ImportProblems as error:
        return _refused(error)
    if plan is None:
        abort(404)
    counts = {
        "campaign": count("campaign", "campaigns", plan.counts["campaign"]),
        "department": count("department", "departments", plan.counts["department"]),
        "respondent": count("person", "people", plan.counts["respondent"]),
        "answer": count("answer", "answers", plan.counts["answer"]),
        "edition": count("version of the report", "versions of the report", plan.counts["edition"]),
    }
    figures = [(plan.counts[table], told) for table, told in counts.items()]
    return render_template("survey/life/look.html", plan=plan, figures=figures)


@pages.post("/clients/import/<uuid:upload>")
def take_over(upload: UUID) -> AnyResponse | tuple[str, int]:
    """Import an archive, whole."""
    try:
        done = service.confirm(site.session(), site.member(), upload, site.now())
    except ImportProblems as error:
        return _refused(error)
    if done is None:
        tell(say("This file is not waiting any more: it was taken over, or replaced by another."), "alert")
        return to("life.bring")
    tell(say("{name} has been imported. Nobody has a link to it yet.", name=done.client))
    return to("clients.show", client=done.client_id)


def _refused(error: ImportProblems) -> tuple[str, int]:
    """Something has changed since the archive was looked at, such as a client of the same name."""
    form = file_form(say("Client archive"))
    return render_template("survey/life/bring.html", form=form, problems=error, shown=SHOWN), 422
