"""Loading a pack: strict types, every language joined, and all faults at once with file and line."""

from datetime import date
from pathlib import Path

import pytest

from questionnaires import DefinitionError, catalogue, load, load_folder
from tests.questionnaires import tiny


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tiny.write(tmp_path)


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(DefinitionError) as raised:
        load_folder(folder)
    assert str(raised.value) == "\n".join(raised.value.faults)
    return list(raised.value.faults)


def test_a_sound_pack_is_read_with_its_texts_in_every_language(folder: Path) -> None:
    pack = load_folder(folder)
    assert pack.questionnaire.title.root == {"en": "Tiny", "fr": "Ici, Tiny"}
    assert pack.question["data_2"].statements[4]["fr"].startswith("Ces ")
    assert pack.questionnaire.questions[0].words[0].meaning["fr"] == "Ici, What it is"
    assert pack.mandate.verdicts[2].arguments_for[0].text["fr"] == "Ici, Much to do"
    assert pack.law[0].applies_from == date(2026, 8, 2)
    assert [action.id for action in pack.actions[:4]] == ["data_1_1", "data_1_2", "data_1_3", "data_2_1"]


PLANTED = [
    ("questionnaire.yaml", "dimension: tooling", "dimensoin: tooling",
     "questions.tooling_1.dimensoin: unknown key; did you mean 'dimension'?"),
    ("questionnaire.yaml", "leadership: true", "leadership: yes",
     "roles.ceo.leadership: true or false is wanted, not 'yes'; correct it"),
    ("questionnaire.yaml", "number: 3\n", "number: true\n",
     "levels.3.number: a whole number is wanted, not true; correct it"),
    ("questionnaire.yaml", "number: 3\n", "number: 3.7\n",
     "levels.3.number: a whole number is wanted, not the number 3.7; correct it"),
    ("questionnaire.yaml", "number: 3\n", "number: 7\n",
     "levels.3.number: the number 7 is out of range; give a number at most 5"),
    ("questionnaire.yaml", "title: Tiny", "title: 1.10",
     "title: a text is wanted, not the number 1.1; put it in double quotes"),
    ("questionnaire.yaml", "title: Tiny", "title:",
     "title: a text is wanted, not nothing; write one"),
    ("questionnaire.yaml", "referent: organisation", "referent: company",
     "questions.tooling_1.referent: 'company' is not admitted; write one of 'department' or 'organisation'"),
    ("questionnaire.yaml", "- id: tooling_1\n", "- id: Tooling-1\n",
     ("questions.Tooling-1.id: 'Tooling-1' is not admitted; an id has lower-case letters, digits and "
     "underscores and begins with a letter")),
    ("questionnaire.yaml", "version: v1", "version: 1.0",
     "version: a text is wanted, not the number 1.0; put it in double quotes"),
    ("facts.yaml", "assumed: fr", "assumed: no_such_value_" + "x" * 60,
     "facts.country.assumed: longer than 60 characters; shorten it"),
    ("law.yaml", "applies_from: '2026-08-02'", "applies_from: 2026-13-02",
     "facts.law_one.applies_from: a day such as 2025-08-02 is wanted, not '2026-13-02'; correct it"),
    ("law.yaml", "applies_from: '2026-08-02'", "applies_from: 20260802",
     "facts.law_one.applies_from: a day such as 2025-08-02 is wanted, not the number 20260802; correct it"),
    ("mandate.yaml", "score: headline", "score: headline\n      fact: country",
     "axes.ready.values.yes.when: give exactly one of fact, axis, score, all, any, not"),
    ("mandate.yaml", "weight: 1\n", "weight: 0\n",
     "need.indicators.1.weight: the number 0 is out of range; give a number greater than 0"),
    ("mandate.yaml", "large: 2", "Large: 2",
     ("need.indicators.1.points.Large: 'Large' is not admitted; an id has lower-case letters, digits and "
     "underscores and begins with a letter")),
    ("sources.yaml", "published: '2026'", "published: 2026",
     "sources.own.published: a text is wanted, not the number 2026; put it in double quotes"),
]


@pytest.mark.parametrize(("file", "old", "new", "text"), PLANTED)
def test_a_planted_fault_is_told_with_its_line(
    folder: Path, file: str, old: str, new: str, text: str
) -> None:
    line = tiny.edit(folder, file, old, new)
    told = faults_of(folder)
    # A misspelt key is also missing, and a misspelt id leaves its translation without a base.
    told = [fault for fault in told if "key is missing" not in fault and "'fr'" not in fault]
    told = [fault for fault in told if not fault.startswith("fr/")]
    # A test of two forms is a fault of the test, whose line is that of its key.
    expected = line - 1 if "exactly one" in text else line
    assert told == [f"{file}:{expected}: {text}"]


def test_a_missing_key_is_named_at_its_entry(folder: Path) -> None:
    entry = "- id: tooling_1\n"
    line = tiny.edit(folder, "questionnaire.yaml", f"{entry}  dimension: tooling\n", entry)
    text = f"questionnaire.yaml:{line}: questions.tooling_1.dimension: this key is missing; add it"
    assert faults_of(folder) == [text]


def test_lists_of_a_wrong_length_are_told(folder: Path) -> None:
    files = tiny.pack()
    files["questionnaire.yaml"]["questions"][0]["statements"].pop()
    files["fr/questionnaire.yaml"]["questions"]["tooling_1"]["statements"].pop()
    tiny.write(folder, files)
    (told,) = faults_of(folder)
    assert told.endswith("questions.tooling_1.statements: 4 given, at least 5 wanted; add what is missing")


def test_five_faults_in_four_files_are_told_at_once_in_order(folder: Path) -> None:
    expected = [
        ("actions/skills.yaml", tiny.edit(folder, "actions/skills.yaml", "effort: days", "effort: years"),
         "actions.skills_1_1.effort: 'years' is not admitted; write one of 'days', 'weeks' or 'months'"),
        ("facts.yaml", tiny.edit(folder, "facts.yaml", "mutable: false", "mutable: no"),
         "facts.headcount.mutable: true or false is wanted, not 'no'; correct it"),
        ("facts.yaml", tiny.edit(folder, "facts.yaml", "kind: choice", "kind: chioce"),
         "facts.country.kind: 'chioce' is not admitted; write one of 'choice' or 'number'"),
        ("fr/law.yaml", tiny.edit(folder, "fr/law.yaml", "duty:", "dutty:"),
         ("facts.law_one.dutty: law.yaml has no text of that name here; remove it or correct it, "
         "did you mean 'duty'?")),
        ("mandate.yaml", tiny.edit(folder, "mandate.yaml", "item_floor: 0.5", "item_floor: 50"),
         "item_floor: the number 50 is out of range; give a number at most 1"),
    ]
    told = [fault for fault in faults_of(folder) if not fault.endswith("add it to fr/law.yaml")]
    assert told == [f"{file}:{line}: {text}" for file, line, text in expected]


def test_a_missing_translation_is_told_at_the_base_text(folder: Path) -> None:
    tiny.edit(folder, "fr/facts.yaml", "    topic: Ici, Country\n", "")
    base = (folder / "facts.yaml").read_text().splitlines()
    line = base.index("  topic: Country") + 1
    assert faults_of(folder) == [
        f"facts.yaml:{line}: facts.country.topic: no text in 'fr'; add it to fr/facts.yaml"
    ]


def test_an_entry_without_any_translation_is_told_once(folder: Path) -> None:
    files = tiny.pack()
    del files["fr/questionnaire.yaml"]["questions"]["data_3"]
    tiny.write(folder, files)
    base = (folder / "questionnaire.yaml").read_text().splitlines()
    line = base.index("- id: data_3") + 1
    assert faults_of(folder) == [
        f"questionnaire.yaml:{line}: questions.data_3: no text in 'fr'; add it to fr/questionnaire.yaml"
    ]


def test_a_translation_without_base_is_told_at_the_translation(folder: Path) -> None:
    line = tiny.edit(folder, "fr/facts.yaml", "  country:\n", "  ocuntry: {topic: x}\n  country:\n")
    assert faults_of(folder) == [
        f"fr/facts.yaml:{line}: facts.ocuntry: facts.yaml has no text of that name here; remove it"
    ]


def test_what_is_not_a_text_is_not_translated(folder: Path) -> None:
    line = tiny.edit(folder, "fr/facts.yaml", "  country:\n", "  country:\n    kind: choice\n")
    assert faults_of(folder) == [
        f"fr/facts.yaml:{line + 1}: facts.country.kind: facts.yaml has no text of that name here; remove it"
    ]


def test_a_list_of_another_length_is_told_at_the_translation(folder: Path) -> None:
    files = tiny.pack()
    files["fr/questionnaire.yaml"]["questions"]["data_3"]["statements"].pop()
    tiny.write(folder, files)
    base = (folder / "questionnaire.yaml").read_text().splitlines()
    translated = (folder / "fr/questionnaire.yaml").read_text().splitlines()
    there = translated.index("    statements:", translated.index("  data_3:")) + 1
    here = base.index("  statements:", base.index("- id: data_3")) + 1
    assert faults_of(folder) == [
        (f"fr/questionnaire.yaml:{there}: questions.data_3.statements: 4 entries where "
        f"questionnaire.yaml:{here} has 5; give one for each, in the same order")
    ]


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("title: Ici, Tiny", "title: 5",
         "title: a text is wanted, not the number 5; write one, in double quotes if it looks like a number"),
        ("title: Ici, Tiny", "title:",
         "title: a text is wanted, not nothing; write one, in double quotes if it looks like a number"),
    ],
)
def test_a_translation_must_be_a_text(folder: Path, old: str, new: str, text: str) -> None:
    line = tiny.edit(folder, "fr/questionnaire.yaml", old, new)
    assert faults_of(folder) == [f"fr/questionnaire.yaml:{line}: {text}"]


def test_a_list_instead_of_a_mapping_by_id_is_told(folder: Path) -> None:
    files = tiny.pack()
    files["fr/law.yaml"]["facts"] = [{"id": "law_one", "title": "x"}]
    tiny.write(folder, files)
    assert faults_of(folder) == [
        "fr/law.yaml:1: facts: a mapping by id is wanted, not a list; write 'its_id:' for '- id: its_id'"
    ]


def test_files_too_few_and_too_many_are_told(folder: Path) -> None:
    (folder / "law.yaml").rename(folder / "lwa.yaml")
    (folder / "fr/sources.yaml").write_text("sources: {}\n")
    (folder / "fr/context.yaml").unlink()
    (folder / "fr/actions/tolling.yaml").write_text("actions: {}\n")
    assert faults_of(folder) == [
        "fr/actions/tolling.yaml:1: no file of a pack has this name; did you mean 'actions/tooling.yaml'?",
        "fr/context.yaml:1: the file is missing; add it",
        "fr/sources.yaml:1: sources.yaml has no texts to translate; remove this file",
        "law.yaml:1: the file is missing; add it",
        "lwa.yaml:1: no file of a pack has this name; did you mean 'law.yaml'?",
    ]


def test_languages_are_those_of_the_folders_and_the_base(folder: Path) -> None:
    line = tiny.edit(folder, "questionnaire.yaml", "languages:\n- en\n- fr\n", "languages: []\n")
    assert faults_of(folder) == [
        f"questionnaire.yaml:{line}: languages: the base language is missing; add 'en'",
        (f"questionnaire.yaml:{line}: languages: the folder fr/ is not named here; "
        "add 'fr' or remove the folder"),
    ]


def test_a_pack_in_one_language_needs_no_folder(folder: Path) -> None:
    files = {file: data for file, data in tiny.pack().items() if not file.startswith("fr/")}
    files["questionnaire.yaml"]["languages"] = ["en"]
    assert load_folder(tiny.write(folder / "one", files)).questionnaire.title.root == {"en": "Tiny"}


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    missing = tmp_path / "none"
    assert faults_of(missing) == [f"{missing}: no such folder; give the one that holds questionnaire.yaml"]


def test_an_unknown_pack_is_told_with_those_there_are() -> None:
    with pytest.raises(DefinitionError, match="ai_maturity/v0: no such pack; did you mean 'ai_maturity/v1'"):
        load("ai_maturity", "v0")


def test_the_shipped_packs_load_once() -> None:
    assert ("ai_maturity", "v1") in catalogue()
    assert load() is load("ai_maturity", version="v1")
