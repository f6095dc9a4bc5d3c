"""Turns what pydantic says about a file into sentences with the fix, for people who write content."""

from collections.abc import Callable, Iterable, Iterator
from typing import Annotated, Any, get_args, get_origin

from pydantic_core import ErrorDetails

from .model import Model
from .translations import describe
from .yaml_lines import Document, Fault, Place, nearest

_ID = "an id has lower-case letters, digits and underscores and begins with a letter"
_PATTERNS = {
    r"^[a-z][a-z0-9_]*$": _ID,
    r"^[a-z]{2}$": "a language is two lower-case letters, such as 'fr'",
    r"^v[1-9][0-9]*$": "a version is 'v' and a number, such as 'v1'",
    "^[A-Z]{3}$": "a currency is three capitals, such as 'EUR'",
}
_BOUNDS = {
    "greater_than": ("gt", "greater than"), "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "less than"), "less_than_equal": ("le", "at most"),
}
_KINDS = {
    "string_type": "a text", "int_type": "a whole number", "int_from_float": "a whole number",
    "float_type": "a number", "bool_type": "true or false", "tuple_type": "a list",
    "dict_type": "a mapping", "model_type": "a mapping", "model_attributes_type": "a mapping",
    "date_type": "a day such as 2025-08-02", "date_parsing": "a day such as 2025-08-02",
    "date_from_datetime_parsing": "a day such as 2025-08-02",
    "date_from_datetime_inexact": "a day such as 2025-08-02",
}


def explain(errors: Iterable[ErrorDetails], kind: type[Model], document: Document) -> Iterator[Fault]:
    """The validation errors of a document of model type ``kind``, as faults with file and line."""
    for error in errors:
        # Pydantic does not count entries that are faulty themselves; those have their own fault.
        if error["type"] != "too_short" or len(error["input"]) < error["ctx"]["min_length"]:
            yield _fault(error, kind, document)


def _fault(error: ErrorDetails, kind: type[Model], document: Document) -> Fault:
    place = error["loc"]
    if error["type"] != "missing":
        # Pydantic adds to a place what no file has: the language of a text, "[key]" of a mapping.
        while place not in document.lines:
            place = place[:-1]
    return document.fault(place, _sentence(error, kind))


def _sentence(error: ErrorDetails, kind: type[Model]) -> str:
    code, given, context = error["type"], error["input"], error.get("ctx", {})
    if code == "missing":
        return "this key is missing; add it"
    if code == "extra_forbidden" and given is None:
        return "unknown key without a value; inside {…} a text that holds a comma needs double quotes"
    if code == "extra_forbidden":
        return f"unknown key; {nearest(error['loc'][-1], _keys(kind, error['loc'][:-1]))}"
    if code == "string_type":
        return f"a text is wanted, not {describe(given)}; {_quote(given)}"
    if code in _KINDS:
        return f"{_KINDS[code]} is wanted, not {describe(given)}; correct it"
    if code == "literal_error":
        return f"{describe(given)} is not admitted; write one of {context['expected']}"
    if code == "string_pattern_mismatch":
        return f"{describe(given)} is not admitted; {_PATTERNS.get(context['pattern'], context['pattern'])}"
    if code in _BOUNDS:
        key, words = _BOUNDS[code]
        return f"{describe(given)} is out of range; give a number {words} {context[key]:g}"
    return _other(code)(error)


def _other(code: str) -> Callable[[ErrorDetails], str]:
    """Sentences for the rarer errors; what none of them covers is told in pydantic's own words."""
    return {"too_short": _too_few, "too_long": _too_many, "string_too_long": _long, "value_error": _own}.get(
        code, lambda error: f"{error['msg']}; correct it"
    )


def _too_few(error: ErrorDetails) -> str:
    return f"{len(error['input'])} given, at least {error['ctx']['min_length']} wanted; add what is missing"


def _too_many(error: ErrorDetails) -> str:
    return f"{len(error['input'])} given, at most {error['ctx']['max_length']} wanted; remove the rest"


def _long(error: ErrorDetails) -> str:
    return f"longer than {error['ctx']['max_length']} characters; shorten it"


def _own(error: ErrorDetails) -> str:
    return str(error["ctx"]["error"])


def _quote(given: Any) -> str:
    return "put it in double quotes" if isinstance(given, bool | int | float) else "write one"


def _keys(kind: Any, place: Place) -> list[str]:
    """The keys that the model at ``place`` under the type ``kind`` admits."""
    for step in place:
        model = _model(kind)
        fields = {info.alias or name: info for name, info in model.model_fields.items()} if model else {}
        kind = fields[step].annotation if isinstance(step, str) and step in fields else kind
    model = _model(kind)
    return [info.alias or name for name, info in model.model_fields.items()] if model else []


def _model(kind: Any) -> type[Model] | None:
    """The model type in an annotation: itself, or the one in a tuple, a union or an Annotated."""
    if isinstance(kind, type) and issubclass(kind, Model):
        return kind
    parts = get_args(kind)[:1] if get_origin(kind) is Annotated else get_args(kind)
    return next((model for part in parts if (model := _model(part))), None)
