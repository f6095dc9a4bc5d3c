"""What is wrong with a YAML file that somebody brought, in sentences that a page can tell in its language."""

import re
from typing import Final

from questionnaires.yaml_lines import Fault

from ..phrases import phrase
from .problems import Problem

_SAID: Final = {
    str(sentence): sentence
    for sentence in (
        phrase("the file is empty"),
        phrase("write its content or remove it"),
        phrase("save the file as UTF-8"),
        phrase("a YAML alias (*name) is not read"),
        phrase("write the value out in both places"),
        phrase("a key is a plain word, not a list or a mapping"),
        phrase("put the text in quotes"),
        phrase("more than one document"),
        phrase("remove the line '---'"),
        phrase("remove it"),
        phrase("keep one"),
        phrase("remove the character"),
        phrase("indent with spaces, quote a text that starts with a special character"),
        phrase("put a text that holds ': ' in double quotes"),
        phrase("check indentation, quotes and brackets around this line"),
    )
}


def told_of(fault: Fault, before: int = 0) -> Problem:
    """A fault as a problem; ``before``: lines of the file that stand before the text it was found in."""
    message, _, fix = fault.text.partition("; ")
    return Problem(fault.file, fault.line + before, "", "", _message(message), _SAID.get(fix, fix))


def _message(text: str) -> str:
    if found := re.fullmatch(r"byte (\d+) is not UTF-8", text):
        return phrase("byte {n} is not UTF-8", n=found[1])
    if found := re.fullmatch(r"the tag '(.+)' is not read", text):
        return phrase("the tag '{tag}' is not read", tag=found[1])
    if found := re.fullmatch(r"the key '(.+)' is given twice, first on line (\d+)", text):
        return phrase("the key '{key}' is given twice, first on line {line}", key=found[1], line=found[2])
    if found := re.fullmatch(r"not YAML: (.+)", text):
        # What the reader of YAML itself says has no other language.
        return phrase("not YAML: {fault}", fault=found[1])
    return _SAID.get(text, text)
