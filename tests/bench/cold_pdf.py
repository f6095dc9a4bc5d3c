"""Draws the PDF of the largest sample in a process of its own; says how many pages and how much memory."""

import json
import sys

from reports.render.pdf import draw_pdf
from tests.bench.largest import largest_report
from tests.bench.measure import once, peak_mb

report = largest_report()
pages: list[int] = []
took = once(lambda: pages.append(draw_pdf(report).pages))
found = {"wall": took.wall, "cpu": took.cpu, "pages": pages[0], "mb": peak_mb()}
sys.stdout.write(json.dumps(found) + "\n")
