"""The firm's library of questionnaires: which there are, who uses them, what is in each, what is wrong."""

from typing import Any, Final

from flask import Blueprint, Response, abort, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from questionnaires.differences import diff
from questionnaires.errors import NotReady
from questionnaires.model import Pack, Text

from ..files.pack_workbook import pack_workbook
from ..services import library as service
from ..services import library_edit, packs
from ..services.library import Shelved
from ..services.library_edit import Draft
from . import library_words, site
from .language import locale, say, told, words
from .library_forms import title_form
from .messages import tell
from .site import to

pages = Blueprint("library", __name__, url_prefix="/library")

PACK: Final = "/<key>/<version>"


@pages.get("")
def overview() -> str:
    """Every version that the firm may ask with, and which waves use it."""
    found = service.shelf(site.session(), site.member())
    return render_template(
        "survey/library/overview.html",
        own=[one for one in found if one.state != "shipped"],
        shipped=[one for one in found if one.state == "shipped"],
        states=library_words.states(),
        title=library_words.title,
    )


@pages.get(PACK)
def show(key: str, version: str) -> str:
    """One version: its questions in every language side by side."""
    return show_page(known(key, version))


@pages.post(f"{PACK}/copy")
def copy(key: str, version: str) -> AnyResponse:
    """Make the firm's own copy, to edit."""
    try:
        made = service.copy(site.session(), site.member(), known(key, version), site.now())
    except NotReady as error:
        tell(told(error.args[0]), "alert")
        return to("library.show", key=key, version=version)
    tell(say("This is your firm's own copy. It can be edited until a campaign with it is launched."))
    return to("library.show", key=made.key, version=made.version)


@pages.post(f"{PACK}/next")
def next_version(key: str, version: str) -> AnyResponse:
    """Begin the next version of one of the firm's own."""
    shelved = known(key, version)
    if shelved.state == "shipped":
        abort(404)
    try:
        made = service.next_version(site.session(), site.member(), shelved, site.now())
    except NotReady as error:
        tell(told(error.args[0]), "alert")
        return to("library.show", key=key, version=version)
    tell(say("Version {n} is a draft with the same content.", n=made.version[1:]))
    return to("library.show", key=made.key, version=made.version)


@pages.post(f"{PACK}/remove")
def remove(key: str, version: str) -> AnyResponse:
    """Throw a draft away."""
    shelved = editable(key, version)
    try:
        service.remove(site.session(), site.member(), key, version, site.now())
    except NotReady as error:
        tell(told(error.args[0]), "alert")
        return to("library.show", key=key, version=version)
    tell(say("The draft “{title}” has been thrown away.", title=library_words.title(shelved)))
    return to("library.overview")


@pages.post(f"{PACK}/title")
def titles(key: str, version: str) -> AnyResponse | tuple[str, int]:
    """Call a draft something else."""
    shelved = editable(key, version)
    pack = pack_of(shelved)
    form = title_form(pack)
    if not form.validate():
        return show_page(shelved, form), 422
    typed = {code: form[f"title_{code}"].data for code in pack.questionnaire.languages}
    library_edit.set_titles(site.session(), at(key, version), typed)
    tell(say("Saved."))
    return to("library.show", key=key, version=version)


@pages.get(f"{PACK}/check")
def check(key: str, version: str) -> str:
    """Everything that is not coherent, by file and line, and how to mend it."""
    shelved = known(key, version)
    pack, source = pack_of(shelved), source_of(shelved)
    faults = service.faults(site.session(), site.member(), shelved)
    dropped = diff(source, pack).dropped if source else ()
    rest = [name for name in dropped if any(f"'{name}'" in fault.text for fault in faults)]
    return page(
        "survey/library/check.html",
        shelved,
        faults=[(fault, *library_words.fault(fault), library_words.place(fault, pack)) for fault in faults],
        rest=[(name, library_words.named(source.question[name])) for name in rest] if source else [],
    )


@pages.get(f"{PACK}/changes")
def changes(key: str, version: str) -> str:
    """What is asked otherwise than in another version; without a choice, in what it was copied from."""
    shelved = known(key, version)
    others = [one for one in service.shelf(site.session(), site.member()) if one.name != shelved.name]
    chosen = request.args.get("with", shelved.copied_from or (others[0].name if others else ""))
    old = service.pack_named(site.session(), site.member(), chosen) if chosen else None
    new = pack_of(shelved)
    return page(
        "survey/library/changes.html",
        shelved,
        others=library_words.choices(others),
        chosen=chosen,
        old=old,
        new=new,
        found=diff(old, new) if old else None,
        fields=library_words.fields(),
    )


@pages.get(f"{PACK}/questionnaire.xlsx")
def workbook(key: str, version: str) -> Response:
    """The questions as a workbook, to edit elsewhere and to bring back."""
    shelved = known(key, version)
    response = make_response(pack_workbook(pack_of(shelved)))
    response.mimetype = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response.headers["Content-Disposition"] = f'attachment; filename="{key}-{version}.xlsx"'
    return response


def known(key: str, version: str) -> Shelved:
    """The version that the address names: the program's, or one of the member's own firm."""
    return service.found(site.session(), site.member(), key, version) or abort(404)


def editable(key: str, version: str) -> Shelved:
    """The same, for what changes it: what ships or was used cannot be changed, and has no such page."""
    shelved = known(key, version)
    return shelved if shelved.state == "draft" else abort(404)


def pack_of(shelved: Shelved) -> Pack:
    """What a version asks."""
    return packs.of_firm(site.session(), site.member().firm_id, shelved.key, shelved.version)


def source_of(shelved: Shelved) -> Pack | None:
    """What a version was copied from; None where it was not, or where that is gone."""
    return service.pack_named(site.session(), site.member(), shelved.copied_from)


def at(key: str, version: str) -> Draft:
    """The draft that the address names, edited by whoever is here, now."""
    return Draft(site.member(), key, version, site.now())


def show_page(shelved: Shelved, form: Any = None) -> str:
    """One version, with the form of its title where it can be edited."""
    pack = pack_of(shelved)
    draft = shelved.state == "draft"
    asked = [
        (item, [one for one in pack.questionnaire.questions if one.dimension == item.id])
        for item in pack.questionnaire.dimensions
    ]
    return page(
        "survey/library/show.html",
        shelved,
        pack=pack,
        parts=asked,
        total=len(pack.questionnaire.questions),
        form=form or (title_form(pack) if draft else None),
        faults=len(service.faults(site.session(), site.member(), shelved)) if draft else 0,
    )


def page(template: str, shelved: Shelved, **values: Any) -> str:
    """A page about one version, under its head and tabs."""
    link: dict[str, Any] = {"key": shelved.key, "version": shelved.version}
    tabs = [
        (say("Questions"), url_for("library.show", **link)),
        (say("Check"), url_for("library.check", **link)),
        (say("Changes"), url_for("library.changes", **link)),
    ]
    if shelved.state == "draft":
        tabs.append((say("Import"), url_for("library.bring", **link)))
    return render_template(
        template,
        shelved=shelved,
        link=link,
        pack_tabs=tabs,
        states=library_words.states(),
        called=library_words.called(shelved),
        text_in=text_in,
        named=library_words.named,
        **values,
    )


def text_in(text: Text, code: str) -> str:
    """A text of a pack in a language that is not the page's, as it was typed."""
    return words(text) if code == locale() else text[code]
