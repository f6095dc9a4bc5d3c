"""Clients side by side, and one client against its earlier wave and its sector."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from questionnaires.errors import InvalidAnswer
from questionnaires.model import Pack
from reports.results import Results
from reports.typography import score, whole

from ..files.written import Cell
from ..services import comparing as service
from ..services import packs
from ..services.comparing import Published
from . import site
from .desk import attached
from .language import locale, say, told, words
from .messages import tell
from .setup_forms import build, line
from .site import to

pages = Blueprint("comparing", __name__)

Shown = tuple[Published, Pack]
"""What a client published, and the pack that it was asked with."""


@pages.get("/compare")
def clients() -> str:
    """The newest published version of each client, side by side."""
    shown = _shown()
    return render_template(
        "survey/comparing/clients.html",
        heads=_heads(shown),
        number_heads=[say("Client"), *((text, "num") for text in _heads(shown)), say("Verdict")],
        rows=[(item, _texts(item.results), _verdict(item.results, pack)) for item, pack in shown],
    )


@pages.get("/compare.<any(csv, xlsx):file>")
def clients_file(file: str) -> Response:
    """The same table to take away, with its numbers as numbers."""
    shown = _shown()
    rows: list[tuple[Cell, ...]] = [
        (say("Client"), say("Wave"), say("Day"), *_heads(shown), say("Need, of 100"), say("Verdict"))
    ]
    for item, pack in shown:
        found = item.results
        numbers = [round(value, 2) if value is not None else None for value in _numbers(found)]
        need = round(found.mandate.need)
        described = (item.client, item.wave, found.as_of.isoformat())
        rows.append((*described, *numbers, need, _verdict(found, pack)))
    return attached(rows, file, say("clients"), say("Clients"))


@pages.get("/clients/<uuid:client>/compare")
def client(client: UUID) -> str:
    """One client against its wave before and against its sector."""
    return _client_page(_form())


@pages.post("/clients/<uuid:client>/benchmark")
def take_part(client: UUID) -> AnyResponse | tuple[str, int]:
    """Let the client's scores count in its sector, or no longer."""
    form, joins = _form(), request.form.get("takes_part") == "yes"
    named = form.agreed_by.data if joins else ""
    if joins and not form.validate():
        return _client_page(form), 422
    try:
        service.take_part(site.session(), site.member(), client, named, site.now(), takes_part=joins)
    except InvalidAnswer as error:
        form.agreed_by.errors = [told(error.args[0])]
        return _client_page(form), 422
    tell(say("The scores count in the sector from now on.") if joins else say("The scores count no longer."))
    return to("comparing.client", client=client)


def _client_page(form: Any) -> str:
    client = site.client()
    mine = service.of_client(site.session(), site.member(), client.id)
    pack = pack_of(mine) if mine else None
    sector = None
    if mine is not None and client.benchmark_at is not None:
        sector = service.benchmark(site.session(), site.member(), mine)
    return render_template(
        "survey/comparing/client.html",
        client=client,
        mine=mine,
        form=form,
        progress=mine.results.progress if mine else None,
        changes=changes(mine.results, pack) if mine and pack else [],
        sector=sector,
        sector_name=_sector_name(sector.sector, pack) if sector and pack else "",
        middles=middles(sector, mine.results, pack) if sector and mine and pack else [],
        fewest=service.FEWEST,
        back=url_for("clients.show", client=client.id),
    )


def _form() -> Any:
    agreed = say("Who agreed on behalf of the client?")
    return build(agreed_by=line(agreed, 200, say("Enter who agreed on behalf of the client")))


def _shown() -> list[Shown]:
    found = service.side_by_side(site.session(), site.member())
    return [(item, pack_of(item)) for item in found]


def pack_of(item: Published) -> Pack:
    """The pack that a client was asked with."""
    key, version = item.results.pack.split("/")
    return packs.of_firm(site.session(), site.member().firm_id, key, version)


def _heads(shown: list[Shown]) -> list[str]:
    """The dimensions' names; those of the first client's pack stand for all."""
    pack = shown[0][1] if shown else None
    names = [words(item.name) for item in pack.questionnaire.dimensions] if pack else []
    return [*names, say("Overall")]


def _numbers(found: Results) -> list[float | None]:
    return [*(item.score for item in found.dimensions), found.headline.score]


def _texts(found: Results) -> list[str]:
    return ["–" if value is None else score(value, locale()) for value in _numbers(found)]


def _verdict(found: Results, pack: Pack) -> str:
    reached = found.mandate.verdict
    return words(pack.verdict[reached].name) if reached else say("No verdict yet")


def changes(found: Results, pack: Pack) -> list[tuple[str, str, str, str, str]]:
    """Dimension, then, now, the change in the report's words, and its tone."""
    from reports.build.progress import change_in_words  # noqa: PLC0415 - with numpy, for those who compare
    from reports.build.voice import Voice  # noqa: PLC0415 - as above

    voice, rows = Voice(pack, found, locale()), []
    for item in found.progress.dimensions if found.progress else ():
        name = words(pack.dimension[item.id].name)
        if item.before is None or item.after is None:
            rows.append((name, "–", "–", change_in_words(voice, item), "quiet"))
            continue
        moved = "good" if item.after > item.before else "alert"
        tone = moved if item.clear else "quiet"
        then, now = score(item.before, locale()), score(item.after, locale())
        rows.append((name, then, now, change_in_words(voice, item), tone))
    return rows


def _sector_name(sector: str, pack: Pack) -> str:
    values = pack.fact[service.SECTOR].values
    return next((words(item.name) for item in values if item.id == sector), sector)


def middles(sector: service.Benchmark, found: Results, pack: Pack) -> list[tuple[str, str, str, str, str]]:
    """Dimension, this client, median, middle half, on how many."""
    mine = {item.id: item.score for item in found.dimensions}
    return [
        (
            words(pack.dimension[item.dimension].name),
            "–" if mine[item.dimension] is None else score(mine[item.dimension] or 0, locale()),
            score(item.median, locale()),
            say("{low} to {high}", low=score(item.low, locale()), high=score(item.high, locale())),
            whole(item.n, locale()),
        )
        for item in sector.middles
    ]
