"""Documents in one press: chosen, watched while they are made, taken away one by one or all together."""

import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, Response, abort, current_app, make_response, request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse
from wtforms import BooleanField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired

from questionnaires.errors import InvalidAnswer, NotReady

from ..db import Database
from ..deliverables import KINDS, slug
from ..services import bundles, editions, mail, packs, results
from ..services.bundles import Item, Pressed, Wish
from . import document_words, site
from .desk import desk, page
from .language import LANGUAGES, say, told
from .messages import tell
from .setup_forms import chosen_from
from .site import to

pages = Blueprint("documents", __name__, url_prefix="/campaigns/<uuid:campaign>/results/documents")

DRAFT: Final = "draft"


@pages.get("")
def overview(campaign: object) -> str:
    """What can be made, and what was."""
    return _page(_form())


@pages.post("")
def press(campaign: object) -> AnyResponse | tuple[str, int]:
    """Have documents made."""
    form = _form(request.form)
    if not form.validate():
        return _page(form), 422
    try:
        made = bundles.press(site.session(), desk(), _wish(form))
    except (InvalidAnswer, NotReady) as fault:
        form.form_errors.append(told(fault.args[0]))
        return _page(form), 422
    return to("documents.show", campaign=site.campaign().id, bundle=made)


@pages.get("/<uuid:bundle>")
def show(campaign: object, bundle: UUID) -> str:
    """How far the documents have come."""
    return page("survey/documents/show.html", found=_found(bundle), words_for=document_words)


@pages.post("/<uuid:bundle>/retry")
def retry(campaign: object, bundle: UUID) -> AnyResponse:
    """Try again what could not be made."""
    _found(bundle)
    if bundles.retry(site.session(), desk(), bundle):
        tell(say("What could not be made is tried again."))
    return to("documents.show", campaign=site.campaign().id, bundle=bundle)


@pages.get("/<uuid:bundle>/<uuid:deliverable>")
def download(campaign: object, bundle: UUID, deliverable: UUID) -> Response:
    """One document."""
    found = next((item for item in _found(bundle).items if item.id == deliverable), None)
    if found is None or found.state != "made":
        abort(404)
    response = make_response(bundles.content(site.session(), deliverable))
    response.headers["Content-Type"] = found.media_type
    response.headers["Content-Disposition"] = f'attachment; filename="{found.name}"'
    return response


@pages.get("/<uuid:bundle>/all.zip")
def everything(campaign: object, bundle: UUID) -> Response:
    """All documents that were made, as one archive, sent while it is written."""
    found = _found(bundle)
    made = [item for item in found.items if item.state == "made"]
    if not made:
        abort(404)
    version = f"v{found.number}" if found.number else DRAFT
    name = f"{slug(site.campaign().organisation.name)}-{version}.zip"
    database = current_app.extensions["database"]
    response = Response(_zipped(made, database, found.asked_at), mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class _Out:
    """What an archive is written to, and read from piece by piece: it cannot go back."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits anywhere."""

    def close(self) -> None:
        """Nothing is held."""

    def taken(self) -> bytes:
        data = b"".join(self._pieces)
        self._pieces.clear()
        return data


def _zipped(items: list[Item], database: Database, moment: datetime) -> Iterator[bytes]:
    """The archive, one document in memory at a time. The files are compressed already, or small."""
    out, taken = _Out(), set[str]()
    with database.session() as session, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for item in items:
            name = item.name if item.name not in taken else f"{item.id.hex[:6]}-{item.name}"
            taken.add(name)
            archive.writestr(zipfile.ZipInfo(name, moment.timetuple()[:6]), bundles.content(session, item.id))
            yield out.taken()
    yield out.taken()


def _found(bundle: UUID) -> Pressed:
    try:
        return bundles.pressed(site.session(), desk(), bundle)
    except InvalidAnswer:
        abort(404)


def _wish(form: Any) -> Wish:
    known = editions.versions(site.session(), site.campaign().id)
    chosen = next((item for item in known if _key(item) == form.version.data), None)
    return Wish(
        chosen.edition_id if chosen else None,
        form.kinds.data,
        [code for code in LANGUAGES if code in form.locales.data],
        tell=form.tell.data,
    )


def _key(version: editions.Version) -> str:
    return f"v{version.number}"


def _form(sent: MultiDict[str, str] | None = None) -> Any:
    session, campaign = site.session(), site.campaign()
    known = [item for item in editions.versions(session, campaign.id) if item.state == "published"]
    choices = [(_key(item), say("Version {n}", n=item.number)) for item in known]
    choices.append((DRAFT, say("The draft, with a watermark")))
    data = {
        "version": choices[0][0],
        "kinds": [key for key, kind in KINDS.items() if not kind.whole],
        "locales": [campaign.organisation.locale],
        "tell": mail.available(site.settings()),
    }
    asked = say("Choose at least one")
    fields: dict[str, Any] = {
        "version": SelectField(say("Of which version"), choices=chosen_from(choices)),
        "kinds": SelectMultipleField(
            say("Documents"),
            choices=chosen_from((key, document_words.kind_name(key)) for key in KINDS),
            validators=[DataRequired(asked)],
        ),
        "locales": SelectMultipleField(
            say("Languages"), choices=chosen_from(LANGUAGES.items()), validators=[DataRequired(asked)]
        ),
        "tell": BooleanField(say("Write to me when they are ready")),
    }
    return type("DocumentsForm", (FlaskForm,), fields)(sent, data=data)


def _page(form: Any) -> str:
    session, campaign = site.session(), site.campaign()
    latest = results.latest(session, packs.of_campaign(session, campaign), campaign.id)
    return page(
        "survey/documents/overview.html",
        form=form,
        computed=latest is not None,
        outdated=latest is not None and latest.outdated,
        bundles=bundles.newest(session, campaign.id),
        words_for=document_words,
        hints={key: document_words.about(key) for key in KINDS},
        mails=mail.available(site.settings()),
    )
