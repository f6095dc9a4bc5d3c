"""Files that people bring: facts, answers in our own format, exports of form tools, and templates of both."""

from .brand import clean_logo, read_brand
from .exports import Skipped, read_export, skipped
from .facts import read_facts, read_stated
from .headings import detect
from .invited import Entry, Listed, people_in
from .mapping import ExportMapping, read_mapping, write_mapping
from .own import read_answers
from .problems import ImportProblems, Problem, refuse
from .propose import propose
from .table import Table, parse_table, read_table
from .template import write_template

__all__ = [
    "Entry",
    "ExportMapping",
    "ImportProblems",
    "Listed",
    "Problem",
    "Skipped",
    "Table",
    "clean_logo",
    "detect",
    "parse_table",
    "people_in",
    "propose",
    "read_answers",
    "read_brand",
    "read_export",
    "read_facts",
    "read_mapping",
    "read_stated",
    "read_table",
    "refuse",
    "skipped",
    "write_mapping",
    "write_template",
]
