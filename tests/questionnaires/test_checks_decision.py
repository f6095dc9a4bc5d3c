"""Coherence of the decision: one planted fault for each rule on table, gates, actions and appointment."""

from pathlib import Path

import pytest

from questionnaires import check
from tests.questionnaires import tiny
from tests.questionnaires.planted import Files, Rules, add_row, both, drop, loaded, put

AXES = ("mandate.yaml", "axes")

RULES: Rules = {
    # the rule
    "evidence": (
        put("mandate.yaml", "evidence", "items_none", to=0.9),
        "mandate.yaml: evidence: items_none 0.9 and items_provisional 0.7 must ascend within 0 and 1",
    ),
    "need bands": (
        put("mandate.yaml", "need", "medium", to=0.7),
        "mandate.yaml: need: medium starts at 0.7 and high at 0.6; medium must start lower",
    ),
    "indicator fact": (
        put("mandate.yaml", "need", "indicators", 0, "fact", to="headcuont"),
        "mandate.yaml: need.indicators.1: no fact 'headcuont'; did you mean 'headcount'?",
    ),
    "indicator value": (
        put("mandate.yaml", "need", "indicators", 0, "points", to={"lagre": 2}),
        "mandate.yaml: need.indicators.1: the fact 'headcount' has no value 'lagre'; did you mean 'large'?",
    ),
    "last band": (
        put(*AXES, 1, "values", 1, "when", to={"score": "data", "below": 2}),
        ("mandate.yaml: axes.ready: the last value 'no' has a 'when', so there may be no value at all; "
        "remove the test"),
    ),
    "band without test": (
        drop(*AXES, 1, "values", 0, "when"),
        ("mandate.yaml: axes.ready: the value 'yes' has no 'when', so those after it are never reached; "
        "add a test"),
    ),
    "need tested": (
        put(*AXES, 0, "values", 0, "when", to={"score": "data", "below": 2}),
        ("mandate.yaml: axes.need: the need index bands it; give it three values, lowest first, "
        "none with 'when'"),
    ),
    "hole in the table": (
        both(drop("mandate.yaml", "table", 2), drop("fr/mandate.yaml", "table", "high_no")),
        "mandate.yaml: table: no row for need high, ready no; add one or widen one",
    ),
    "double in the table": (
        add_row({"id": "extra", "when": {"need": ["high"], "ready": ["yes"]}, "verdict": "chief"}),
        "mandate.yaml: table: 2 rows for need high, ready yes: high_yes, extra; narrow all but one",
    ),
    "row never reached": (
        add_row({"id": "extra", "when": {"need": []}, "verdict": "chief"}),
        "mandate.yaml: table.extra: no combination reaches this row; correct its 'when' or remove it",
    ),
    "axis of a row": (
        put("mandate.yaml", "table", 0, "when", to={"ned": ["low"]}),
        "mandate.yaml: table.low_any.when: no axis 'ned'; did you mean 'need'?",
    ),
    "value of a row": (
        put("mandate.yaml", "table", 0, "when", to={"need": ["lwo"]}),
        "mandate.yaml: table.low_any.when: the axis 'need' has no value 'lwo'; did you mean 'low'?",
    ),
    "gate verdict": (
        put("mandate.yaml", "gates", 0, "replace", to={"chief": "laed"}),
        "mandate.yaml: gates.floor.replace: no verdict 'laed'; did you mean 'lead'?",
    ),
    "gate to itself": (
        put("mandate.yaml", "gates", 0, "replace", to={"chief": "chief"}),
        "mandate.yaml: gates.floor.replace: 'chief' is replaced by itself; remove the entry",
    ),
    "verdict never reached": (
        put("mandate.yaml", "table", 3, "verdict", to="lead"),
        "mandate.yaml: verdicts.chief: no row and no gate leads to this verdict; add one or remove it",
    ),
    "facts share": (
        put("mandate.yaml", "evidence", "facts_none", to=50),
        "mandate.yaml: evidence: facts_none 50.0 must lie within 0 and 1",
    ),
    "indicator twice": (
        lambda files: files["mandate.yaml"]["need"]["indicators"].append({
            "fact": "headcount", "weight": 1, "points": {},
        }),
        "mandate.yaml: need.indicators.2: the fact 'headcount' counts twice; keep one indicator",
    ),
    "no need axis": (
        both(
            put(*AXES, 0, "id", to="want"),
            put("fr/mandate.yaml", "axes", "want", to=tiny.pack()["fr/mandate.yaml"]["axes"]["need"]),
            drop("fr/mandate.yaml", "axes", "need"),
        ),
        "mandate.yaml: axes: the axis 'need' is missing; add it with three values, lowest first",
    ),
    "row without values": (
        add_row({"id": "extra", "when": {"need": []}, "verdict": "chief"}),
        ("mandate.yaml: table.extra.when: need is empty, so the row is never reached; "
        "name values or remove the axis"),
    ),
    # actions
    "actions in all": (
        both(drop("actions/data.yaml", "actions", 11), drop("fr/actions/data.yaml", "actions", "data_4_3")),
        "actions: 59 actions; write at least 60",
    ),
    "actions of a step": (
        put("actions/data.yaml", "actions", 0, "start", to=2),
        "actions: 2 from level 1 to 2 of data; write at least 3",
    ),
    "lifts of another dimension": (
        put("actions/data.yaml", "actions", 0, "lifts", to=["skills_1"]),
        ("actions: data_1_1.lifts: 'skills_1' belongs to skills, the action to data; "
        "lift a question of the action's dimension"),
    ),
    "circle": (
        both(
            put("actions/data.yaml", "actions", 0, "after", to=["data_1_2"]),
            put("actions/data.yaml", "actions", 1, "after", to=["data_1_1"]),
        ),
        "these wait for each other; remove one 'after'",
    ),
    # appointment
    "gist": (
        both(
            drop("appointment.yaml", "gists", 2),
            drop("fr/appointment.yaml", "gists", 2),
        ),
        "appointment.yaml: gists: 0 for chief; write exactly one",
    ),
    "reporting": (
        put("appointment.yaml", "reporting", 0, "verdicts", to=["wait", "lead"]),
        "appointment.yaml: reporting: none for chief; write at least one",
    ),
    "reporting without end": (
        put("appointment.yaml", "reporting", 0, "when", to={"score": "data", "below": 2}),
        "appointment.yaml: reporting: every one for chief has a 'when'; leave it out of the last",
    ),
    "operating model without end": (
        put("appointment.yaml", "operating_models", 0, "when", to={"score": "data", "below": 2}),
        "appointment.yaml: operating_models: every one has a 'when'; leave it out of the last",
    ),
    "letter": (
        put("appointment.yaml", "letters", 2, "verdicts", to=["lead"]),
        "appointment.yaml: letters: 0 for chief; write exactly one",
    ),
    "first steps": (
        put("appointment.yaml", "first_steps", 8, "verdicts", to=["lead"]),
        "appointment.yaml: first_steps: 2 for chief; write at least 3",
    ),
    "placeholder of a clause": (
        put("appointment.yaml", "letters", 0, "clauses", 0, "text", to="To {boss}"),
        ("appointment.yaml: letters.letter_wait.clauses.opening: no placeholder {boss}; "
        "known: organisation, sponsor, reporting_line, pay, date, reassess"),
    ),
}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_that_is_broken_is_told(tmp_path: Path, rule: str) -> None:
    change, expected = RULES[rule]
    assert [line for line in check(loaded(tmp_path, change)) if line.endswith(expected)]


def test_a_ruined_table_is_told_briefly(tmp_path: Path) -> None:
    def change(files: Files) -> None:
        for number in range(4):
            test = {"score": "data", "below": 2}
            values = [{"id": "v0", "name": "x", "when": test}, {"id": "v1", "name": "x"}]
            axis = {"id": f"a{number}", "name": "x", "about": "x", "values": values}
            files["mandate.yaml"]["axes"].append(axis)
            translated = {"name": "y", "about": "y", "values": {"v0": {"name": "y"}, "v1": {"name": "y"}}}
            files["fr/mandate.yaml"]["axes"][f"a{number}"] = translated
        del files["mandate.yaml"]["table"][0], files["fr/mandate.yaml"]["table"]["low_any"]

    told = [line for line in check(loaded(tmp_path, change)) if line.startswith("mandate.yaml: table:")]
    assert len(told) == 13
    assert told[-1] == "mandate.yaml: table: 20 more combinations without exactly one row"
