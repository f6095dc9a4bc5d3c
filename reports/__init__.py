"""What answers mean: from facts and answers to results, from results to a report. No web, no database."""

from .assess import assess
from .build import build_report
from .report import Brand, Report
from .results import Results, from_json, to_json

__all__ = ["Brand", "Report", "Results", "assess", "build_report", "from_json", "to_json"]
