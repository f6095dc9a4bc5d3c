"""The types of a content pack. Everything read from files is checked against these."""

from .actions import Action, Actions
from .appointment import Appointment
from .context import Context, Law, LawFact, Source, Sources
from .facts import Fact, Facts, FactValue
from .mandate import Axis, Condition, Gate, Mandate, Row, Verdict
from .pack import Pack
from .questionnaire import Dimension, Level, Question, Questionnaire, Role
from .text import Id, Model, Text

__all__ = [
    "Action",
    "Actions",
    "Appointment",
    "Axis",
    "Condition",
    "Context",
    "Dimension",
    "Fact",
    "FactValue",
    "Facts",
    "Gate",
    "Id",
    "Law",
    "LawFact",
    "Level",
    "Mandate",
    "Model",
    "Pack",
    "Question",
    "Questionnaire",
    "Role",
    "Row",
    "Source",
    "Sources",
    "Text",
    "Verdict",
]
