"""The letters: every e-mail's wording in each language, what stands in for values, and how it is completed.

A wording is plain text. ``{organisation}`` stands for a value of a closed list; what is in [square brackets]
is left out when a value in it is missing. ``Label: {link}`` alone on a line becomes a button.
"""

from .fill import Letter, complete
from .phrases import Phrases, phrases
from .wording import COPIED, EDITED, KINDS, LANGUAGES, Fault, Wording, faults, needed, placeholders, shipped

__all__ = [
    "COPIED",
    "EDITED",
    "KINDS",
    "LANGUAGES",
    "Fault",
    "Letter",
    "Phrases",
    "Wording",
    "complete",
    "faults",
    "needed",
    "phrases",
    "placeholders",
    "shipped",
]
