"""What answers mean: from facts and answers to results, from results to a report. No web, no database.

``assess.assess`` concludes, ``build.build_report`` tells, ``render`` prints. Each is imported where it is
used: a process that only draws pages loads nothing of the method.
"""
