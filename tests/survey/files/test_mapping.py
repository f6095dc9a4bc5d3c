"""Mapping files: they come back as written, and every problem in one is told by line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.files import ImportProblems, propose, read_mapping, write_mapping
from survey.files.mapping import Column, ExportMapping, Roles
from tests.survey.files import small
from tests.survey.files.test_exports import EXPORTS

PACK = small.pack()
anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
meanings = st.dictionaries(anything, st.sampled_from([1, 2, 3, 4, 5, "dk", "na", "unanswered"]), max_size=4)


@pytest.mark.parametrize("name", EXPORTS)
def test_a_proposal_comes_back_as_it_was_written(tmp_path: Path, name: str) -> None:
    mapping = propose(small.table(EXPORTS[name][1]), PACK)
    path = tmp_path / "mapping.yaml"
    path.write_text(write_mapping(mapping))
    assert read_mapping(path, PACK) == mapping


@given(anything, meanings, meanings, st.booleans())
def test_any_heading_and_value_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    heading: str,
    values: dict[str, int | str],
    shared: dict[str, int],
    flag: bool,
) -> None:
    mapping = ExportMapping(
        "other",
        (Column("A", heading, "data_rules", 0.25, flag, values), Column("B", heading, "ignore")),
        Roles("ceo", {heading: "hr"}, flag),
        shared,
        flag and bool(shared),
    )
    path = tmp_path_factory.mktemp("mapping") / "mapping.yaml"
    path.write_text(write_mapping(mapping), encoding="utf-8", newline="")
    assert read_mapping(path, PACK) == mapping


def test_every_problem_of_a_mapping_is_told_by_line(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text("""\
kind: microsoft
answers:
  values:
    "A1": 1
    "A2": 6
    "A3": true
role:
  default: boss
  by_department:
    "Finance": fnance
columns:
  - column: A
    heading: "Department"
    use: departement
    confirm: yes
  - column: B
    heading: "Rules"
    use: data_rules
    values: {"a lot": 9}
  - column: C
    heading: "Rules 2"
    use: data_rules
    note: x
""")
    with pytest.raises(ImportProblems) as raised:
        read_mapping(path, PACK)
    assert str(raised.value).splitlines() == [
        "mapping.yaml:1: kind: 'microsoft' is not known; write 'microsoft_forms'",
        "mapping.yaml:5: answers.values.A2: 6 is no answer; write 1 to 5, dk, na or unanswered",
        "mapping.yaml:6: answers.values.A3: True is no answer; write 1 to 5, dk, na or unanswered",
        "mapping.yaml:8: role.default: 'boss' is not known; write one of: ceo, finance, hr, other_head",
        "mapping.yaml:10: role.by_department.Finance: unknown role 'fnance'; write 'finance'",
        "mapping.yaml:14: columns.1.use: 'departement' is not known; write 'department'",
        "mapping.yaml:15: columns.1.confirm: 'yes' is neither true nor false; delete the line to confirm",
        "mapping.yaml:19: columns.2.values.a lot: 9 is no answer; write 1 to 5, dk, na or unanswered",
        (
            "mapping.yaml:22: columns.3.use: data_rules is taken from column B already; "
            "write ignore at one of the two"
        ),
        (
            "mapping.yaml:23: columns.3.note: no such key; "
            "remove it, or write one of: column, heading, use, score, confirm, values"
        ),
    ]


def test_the_file_explains_itself(tmp_path: Path) -> None:
    rows = EXPORTS["lime_codes"][1]
    text = write_mapping(propose(small.table(rows), PACK))
    assert text.startswith("# What each column of your export holds.")
    assert 'Codes were taken in their order.\nanswers:\n  confirm: true\n  values:\n    "A1": 1\n' in text
    assert '    "A6": "dk"\n    "A7": "na"\n' in text
    assert '  - column: B\n    heading: "submitdate"\n    use: submitted\n' in text
