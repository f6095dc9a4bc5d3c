"""Visits every value of a pack, so that a rule about ids, tests or texts holds wherever one may stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from questionnaires.model import Model, Pack


@dataclass(frozen=True, slots=True)
class Spot:
    """One value of a pack: where it stands in words, the field it is (an item of) and whose field that is."""

    place: str
    field: str
    value: Any
    owner: Model | None


def visit(pack: Pack) -> Iterator[Spot]:
    """Every model, list, mapping and plain value of a pack, outer before inner; items of lists as well."""
    for file, name, part in (
        ("questionnaire.yaml", "", pack.questionnaire),
        ("facts.yaml", "", pack.facts),
        ("mandate.yaml", "", pack.mandate),
        ("appointment.yaml", "", pack.appointment),
        ("actions", "", pack.actions),
        ("law.yaml", "facts", pack.law),
        ("context.yaml", "", pack.context),
        ("sources.yaml", "sources", pack.sources),
    ):
        yield from _visit(Spot(f"{file}: {name}", name or file, part, None))


def _visit(spot: Spot) -> Iterator[Spot]:
    yield spot
    value = spot.value
    if isinstance(value, tuple):
        for number, item in enumerate(value, 1):
            yield from _visit(Spot(_inside(spot.place, _name(item, number)), spot.field, item, spot.owner))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _visit(Spot(_inside(spot.place, key), spot.field, item, spot.owner))
    elif isinstance(value, Model):
        for name, info in type(value).model_fields.items():
            place = _inside(spot.place, info.alias or name)
            yield from _visit(Spot(place, name, getattr(value, name), value))


def _name(item: Any, number: int) -> str:
    """What an item of a list is called: by its id where it has one, else by its number from 1."""
    return item.id if isinstance(item, Model) and hasattr(item, "id") else str(number)


def _inside(place: str, step: str) -> str:
    return f"{place}{step}" if place.endswith(": ") else f"{place}.{step}"
