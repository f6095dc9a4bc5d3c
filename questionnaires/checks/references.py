"""Ids: unique where they stand, and existing where they are used."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from questionnaires.model import Action, Model, Pack
from questionnaires.yaml_lines import nearest

from .walk import Spot

OWNERS = ("sponsor", "ai_holder")
"""Who may own an action besides the roles of the questionnaire: whoever the verdict names."""


def id_faults(spots: Iterable[Spot]) -> Iterator[str]:
    """Ids given twice in one list."""
    for spot in spots:
        if isinstance(spot.value, tuple):
            models = [item for item in spot.value if isinstance(item, Model)]
            counted = Counter(item.id for item in models if hasattr(item, "id"))
            for name in (name for name, count in counted.items() if count > 1):
                yield f"{spot.place.removesuffix(': ')}: the id {name!r} is given twice; rename one"


def reference_faults(pack: Pack, spots: Iterable[Spot]) -> Iterator[str]:
    """Ids of dimensions, roles, verdicts, actions, sources and the like that do not exist."""
    known = _known(pack)
    for spot in spots:
        if isinstance(spot.value, str) and spot.field in known:
            what, names = known[spot.field]
            if spot.field == "owner" and not isinstance(spot.owner, Action):
                continue
            if spot.value not in names:
                yield f"{spot.place}: no {what} {spot.value!r}; {nearest(spot.value, names)}"


def unused(pack: Pack, spots: Iterable[Spot]) -> list[str]:
    """Sources and requirements that nothing refers to."""
    used = {(spot.field, spot.value) for spot in spots if isinstance(spot.value, str)}
    sources = [name for name in pack.source if ("source", name) not in used and ("sources", name) not in used]
    requirements = [item.id for item in pack.mandate.requirements if ("requires", item.id) not in used]
    return [
        *(f"sources.yaml: {name}: nothing cites this source; cite it or remove it" for name in sources),
        *(f"mandate.yaml: requirements.{name}: no verdict requires this; remove it" for name in requirements),
    ]


def _known(pack: Pack) -> dict[str, tuple[str, Collection[str]]]:
    """By the name of a field: what it refers to, and the ids there are."""
    dimension, verdict = ("dimension", pack.dimension), ("verdict", pack.verdict)
    source, action = ("source", pack.source), ("action", pack.action)
    requirements = [item.id for item in pack.mandate.requirements]
    return {
        "dimension": dimension, "dimensions": dimension,
        "verdict": verdict, "verdicts": verdict,
        "source": source, "sources": source,
        "after": action, "actions": action, "first_action": action,
        "lifts": ("question", pack.question),
        "informants": ("role", pack.role),
        "requires": ("requirement", requirements),
        "benches": ("fact", pack.fact),
        "countries": ("value of the fact country", _values(pack, "country")),
        "sizes": ("value of the fact headcount", _values(pack, "headcount")),
        "owner": ("role", [*pack.role, *OWNERS]),
    }


def _values(pack: Pack, fact: str) -> list[str]:
    return [value.id for value in pack.fact[fact].values] if fact in pack.fact else []
