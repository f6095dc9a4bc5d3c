"""Facts files: what they hold, every problem by line, and files made to hurt."""

from datetime import date
from pathlib import Path

import pytest

from questionnaires.answers import Case, Invited
from survey.files import ImportProblems, read_facts
from tests.survey.files import small

PACK = small.pack()
WHOLE = """\
organisation: Ardoise SA
as_of: 2026-11-20
sponsor_name: Claire Morel
departments:
  - name: Finance
    invited: 2
    headcount: 40
  - name: "No"
facts:
  headcount: 420
  high_risk_use: no
  country: fr
  sponsor: unknown
"""


def told(folder: Path, text: str | bytes) -> list[str]:
    path = folder / "facts.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ImportProblems) as raised:
        read_facts(path, PACK)
    return str(raised.value).splitlines()


def test_a_whole_file_is_read_and_no_stays_a_text(tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text(WHOLE)
    assert read_facts(path, PACK) == Case(
        organisation="Ardoise SA",
        as_of=date(2026, 11, 20),
        departments=(Invited("Finance", 2, 40), Invited("No", 1, None)),
        facts={"headcount": 420, "high_risk_use": "no", "country": "fr", "sponsor": "unknown"},
        sponsor_name="Claire Morel",
    )


def test_every_problem_is_told_by_line_with_its_fix(tmp_path: Path) -> None:
    text = """\
organization: Ardoise
as_of: 20/11/2026
departments:
  - name: Finance
    invited: 0
  - name: finance
    headcont: 3
  - HR
facts:
  headcount: 1 200
  high_risk_use: true
  country: france
  sponsr: ceo
  sponsor:
"""
    assert told(tmp_path, text) == [
        "facts.yaml:1: organization: no such key; write 'organisation'",
        "facts.yaml:1: the key 'organisation' is missing; write the organisation's name",
        (
            "facts.yaml:2: as_of: '20/11/2026' is not a day; "
            "write the day the facts were stated, like 2026-11-20"
        ),
        (
            "facts.yaml:5: departments.1.invited: 0 is not a whole number from 1; "
            "write digits only, or remove the line"
        ),
        "facts.yaml:6: departments.2: 'finance' is listed on line 4 already; give each department one entry",
        "facts.yaml:7: departments.2.headcont: no such key; write 'headcount'",
        "facts.yaml:8: departments.3: keys and values are expected here; write lines like 'name: …'",
        (
            "facts.yaml:10: facts.headcount: '1 200' is not a whole number from 0; "
            "write digits only, without spaces, or unknown"
        ),
        "facts.yaml:11: facts.high_risk_use: True is not one of its values; write one of: no, yes, unknown",
        (
            "facts.yaml:12: facts.country: 'france' is not one of its values; "
            "write one of: fr, eu, other, unknown"
        ),
        "facts.yaml:13: facts.sponsr: no such key; write 'sponsor'",
        "facts.yaml:14: facts.sponsor: empty; write unknown, or a value",
    ]


def test_a_key_given_twice_is_refused(tmp_path: Path) -> None:
    (line,) = told(tmp_path, WHOLE + "  country: eu\n")
    assert line == "facts.yaml:14: the key 'country' is given twice, first on line 12; keep one"


def test_an_impossible_day_is_refused(tmp_path: Path) -> None:
    (line,) = told(tmp_path, WHOLE.replace("2026-11-20", "2026-02-30"))
    assert "'2026-02-30' is not a day" in line


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "a YAML alias (*name) is not read"),
        ("[" * 100_000, "nested more than 20 deep"),
        ("- " * 100_000, "nested more than 20 deep"),
        ("{a: " * 60_000, "nested more than 20 deep"),
        ("".join(" " * n + "a:\n" for n in range(600)), "nested more than 20 deep"),
        ("a: !!python/object/apply:os.system ['true']\n", "the tag"),
        ("a: " + "9" * 5_000, "thousands of digits"),
        ("# " + "x" * 2_000_000, "larger than 1024 kB"),
        (b"organisation: \xff\xfe\n", "is not UTF-8"),
        ("organisation: [", "not YAML"),
        ("", "the file is empty"),
        ("just words", "keys and values are expected here"),
    ],
)
def test_files_made_to_hurt_end_in_a_problem(tmp_path: Path, text: str | bytes, said: str) -> None:
    assert said in told(tmp_path, text)[0]


def test_names_that_would_break_a_report_are_refused(tmp_path: Path) -> None:
    found = told(
        tmp_path, WHOLE.replace("Ardoise SA", '"a\\u0007b"').replace("name: Finance", f"name: {'x' * 101}")
    )
    assert found == [
        "facts.yaml:1: organisation: not a name; write at most 100 characters, without control characters",
        (
            "facts.yaml:5: departments.1.name: the department has no usable name; "
            "write 'name:' and a text of at most 100 characters"
        ),
    ]
