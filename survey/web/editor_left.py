"""What is left before the report can go out: what stops it, and what should be looked at."""

from dataclasses import dataclass
from typing import Final

from flask import url_for

from ..services.editor import Manuscript, unresolved_in
from ..services.remarks import Said
from . import site
from .editor_words import passage_name, side_name, spoken
from .language import count, say

OWN_FINDING: Final = "findings.own_"


@dataclass(frozen=True, slots=True)
class Left:
    """One thing that is left. ``blocks``: the report cannot go out before."""

    text: str
    href: str
    blocks: bool


def left_to_do(
    found: Manuscript, said: dict[str, list[Said]], sections: dict[str, str], *, outdated: bool
) -> list[Left]:
    """Everything that is left, what stops the report first."""
    campaign = site.campaign().id
    items = []
    if outdated:
        text = say("Answers or facts have changed since the results were computed")
        items.append(Left(text, url_for("outcome.overview", campaign=campaign), blocks=True))
    items += [
        _of_passage(found, item.passage, item.locale, item.why, sections) for item in unresolved_in(found)
    ]
    waiting = [key for key, listed in said.items() if any(item.settled_at is None for item in listed)]
    if waiting:
        n = sum(item.settled_at is None for listed in said.values() for item in listed)
        text = count("{n} remark is not settled", "{n} remarks are not settled", n)
        items.append(
            Left(text, _address(next((key for key in waiting if key in found.places), "")), blocks=False)
        )
    alone = [place.key for place in found.places.values() if place.one_sided and place.sections]
    if alone:
        text = count(
            "{n} passage was reworded in one language and not in the other",
            "{n} passages were reworded in one language and not in the other",
            len(alone),
        )
        items.append(Left(text, _address(alone[0]), blocks=False))
    if found.gone:
        text = count(
            "{n} text of yours has no place in the report any more",
            "{n} texts of yours have no place in the report any more",
            len(found.gone),
        )
        items.append(Left(text, "#gone", blocks=False))
    return items


def _address(key: str) -> str:
    campaign = site.campaign().id
    return url_for("editor.place", campaign=campaign, passage=key) if key else "#gone"


def _of_passage(found: Manuscript, key: str, code: str, why: str, sections: dict[str, str]) -> Left:
    if key.startswith(OWN_FINDING):
        own = key.split(".")[1]
        text = say("A finding of your own has no words in {language}", language=spoken(code))
        href = url_for("findings.own", campaign=site.campaign().id, finding=own)
        return Left(text, href, blocks=True)
    place = found.places[key]
    name = side_name(sections[place.sections[0]], passage_name(site.pack(), key), code)
    text = (
        say("{passage}: what it rests on has changed since you wrote", passage=name)
        if why == "stale"
        else say("{passage}: it names a fact that is gone", passage=name)
    )
    return Left(text, _address(key), blocks=True)
