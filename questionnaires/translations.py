"""Joins the texts of the language folders to those of the base language.

Which values are texts follows from the types of the pack. A translation has the shape of its base file
with the texts only: lists of entries with an ``id`` become mappings by id, other lists stay lists.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from .model import Model, Text
from .yaml_lines import Document, Fault, Place, nearest


@dataclass(frozen=True, slots=True)
class Shape:
    """Where texts stand in a type. A type without any text has no shape (None)."""

    kind: Literal["text", "object", "by_id", "in_order"]
    fields: Mapping[str, "Shape"] = field(default_factory=dict)
    item: "Shape | None" = None


@cache
def shape_of(kind: Any) -> Shape | None:
    """The shape of a model type, or of the type of a field."""
    return _shape(kind, ())


def _shape(kind: Any, inside: tuple[Any, ...]) -> Shape | None:
    if get_origin(kind) is Annotated:
        return _shape(get_args(kind)[0], inside)
    if kind is Text:
        return Shape("text")
    if get_origin(kind) in (Union, UnionType):
        shapes = [_shape(part, inside) for part in get_args(kind) if part is not NoneType]
        return shapes[0] if len(shapes) == 1 else None
    if get_origin(kind) is tuple:
        part = get_args(kind)[0]
        item = _shape(part, inside)
        by_id = isinstance(part, type) and issubclass(part, Model) and "id" in part.model_fields
        return Shape("by_id" if by_id else "in_order", item=item) if item else None
    # A type inside itself (a condition of conditions) brings no text that it has not brought already.
    if not (isinstance(kind, type) and issubclass(kind, Model)) or kind in inside:
        return None
    kind.model_rebuild()  # names of types that stand further down in their file are resolved by now
    fields = {
        info.alias or name: shape
        for name, info in kind.model_fields.items()
        if (shape := _shape(info.annotation, (*inside, kind)))
    }
    return Shape("object", fields=fields) if fields else None


@dataclass(frozen=True, slots=True)
class _Spot:
    """A value of a translation, with its document and place there."""

    document: Document
    value: Any
    place: Place

    def at(self, step: str | int) -> "_Spot":
        return _Spot(self.document, self.value[step], (*self.place, step))


_Spots = Mapping[str, _Spot]
"""By language. A language is left out from where it is faulty on, so that one cause is one fault."""


def join(
    kind: type[Model],
    base: Document,
    language: str,
    translations: Mapping[str, Document],
    faults: list[Fault],
) -> Any:
    """The data of ``base``, of model type ``kind``, with every text as a mapping from language to text.

    ``language`` is the base language; ``translations`` has the same file in each other language. Texts
    missing there, or there without a base text, are added to ``faults``. The base's own faults are left
    as they are, for the model to refuse.
    """
    shape = shape_of(kind)
    if shape is None:
        text = f"{base.file} has no texts to translate; remove this file"
        faults.extend(other.fault((), text) for other in translations.values())
        return base.data
    spots = {locale: _Spot(other, other.data, ()) for locale, other in translations.items()}
    return _Joiner(base, language, faults).join(shape, base.data, (), spots)


class _Joiner:
    def __init__(self, base: Document, language: str, faults: list[Fault]) -> None:
        self.base = base
        self.language = language
        self.faults = faults

    def join(self, shape: Shape, value: Any, place: Place, spots: _Spots) -> Any:
        if shape.kind == "text":
            return self._text(value, spots)
        if shape.kind == "object":
            return self._object(shape, value, place, spots) if isinstance(value, dict) else value
        if not isinstance(value, list) or shape.item is None:
            return value
        if shape.kind == "by_id":
            return self._by_id(shape.item, value, place, spots)
        return self._in_order(shape.item, value, place, spots)

    def _text(self, value: Any, spots: _Spots) -> Any:
        texts = {self.language: value}
        for locale, spot in spots.items():
            if isinstance(spot.value, str):
                texts[locale] = spot.value
            else:
                self._wanted("a text", "write one, in double quotes if it looks like a number", spot)
        return texts

    def _object(self, shape: Shape, value: dict[str, Any], place: Place, spots: _Spots) -> dict[str, Any]:
        spots = self._of_kind(dict, "a mapping", "write 'key: text' lines", spots)
        self._refuse_extra([key for key in shape.fields if key in value], spots)
        joined = dict(value)
        for key, part in shape.fields.items():
            if key in value:
                found = self._find(key, part, value[key], (*place, key), spots)
                joined[key] = self.join(part, value[key], (*place, key), found)
        return joined

    def _by_id(self, part: Shape, value: list[Any], place: Place, spots: _Spots) -> list[Any]:
        spots = self._of_kind(dict, "a mapping by id", "write 'its_id:' for '- id: its_id'", spots)
        ids = [item.get("id") if isinstance(item, dict) else None for item in value]
        self._refuse_extra([key for key in ids if isinstance(key, str)], spots)
        joined = []
        for index, (key, item) in enumerate(zip(ids, value, strict=True)):
            here = (*place, index)
            # An entry without an id is the base's fault: there is nothing to look for in the translation.
            found = self._find(key, part, item, here, spots) if isinstance(key, str) else {}
            joined.append(self.join(part, item, here, found))
        return joined

    def _in_order(self, part: Shape, value: list[Any], place: Place, spots: _Spots) -> list[Any]:
        kept = {}
        spots = self._of_kind(list, "a list", "write '- ' entries in the order of the base file", spots)
        for locale, spot in spots.items():
            if len(spot.value) == len(value):
                kept[locale] = spot
                continue
            text = f"{_entries(spot.value)} where {self.base.file}:{self.base.line(place)} has {len(value)}"
            self._add(spot, f"{text}; give one for each, in the same order")
        return [
            self.join(part, item, (*place, index), {locale: spot.at(index) for locale, spot in kept.items()})
            for index, item in enumerate(value)
        ]

    def _find(self, key: str, part: Shape, value: Any, place: Place, spots: _Spots) -> dict[str, _Spot]:
        """The spots that have ``key``; where there is none and the base has text there, that is a fault."""
        for locale, spot in spots.items():
            if key not in spot.value and _has_text(part, value):
                text = f"no text in {locale!r}; add it to {spot.document.file}"
                self.faults.append(self.base.fault(place, text))
        return {locale: spot.at(key) for locale, spot in spots.items() if key in spot.value}

    def _refuse_extra(self, known: list[str], spots: _Spots) -> None:
        for spot in spots.values():
            for key in spot.value:
                if key not in known:
                    due = [name for name in known if name not in spot.value]
                    fix = f"remove it or correct it, {nearest(key, due)}" if due else "remove it"
                    self._add(spot.at(key), f"{self.base.file} has no text of that name here; {fix}")

    def _of_kind(self, kind: type, words: str, fix: str, spots: _Spots) -> dict[str, _Spot]:
        for spot in spots.values():
            if not isinstance(spot.value, kind):
                self._wanted(words, fix, spot)
        return {locale: spot for locale, spot in spots.items() if isinstance(spot.value, kind)}

    def _wanted(self, words: str, fix: str, spot: _Spot) -> None:
        self._add(spot, f"{words} is wanted, not {describe(spot.value)}; {fix}")

    def _add(self, spot: _Spot, text: str) -> None:
        self.faults.append(spot.document.fault(spot.place, text))


def describe(value: Any) -> str:
    """A value read from a file, for a message."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return str(value).lower()
    return f"the number {value}" if isinstance(value, int | float) else repr(value)


def _has_text(shape: Shape, value: Any) -> bool:
    """Whether a base value holds at least one text, so that a translation is due."""
    if shape.kind == "text":
        return isinstance(value, str)
    if shape.kind == "object":
        return isinstance(value, dict) and any(
            _has_text(part, value.get(key)) for key, part in shape.fields.items()
        )
    item = shape.item
    return isinstance(value, list) and item is not None and any(_has_text(item, part) for part in value)


def _entries(value: list[Any]) -> str:
    return "1 entry" if len(value) == 1 else f"{len(value)} entries"
