"""Changing a pack: what was changed is changed, all else stays, and what no longer fits is told by line."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import yaml

from questionnaires import check, load_files
from questionnaires.checks import locate
from questionnaires.differences import Change, Reworded, diff
from questionnaires.editing import (
    Entry,
    detach,
    entry_of,
    languages_of,
    leave_out,
    put,
    put_all,
    rename,
    retitle,
)
from questionnaires.errors import DefinitionError
from tests.questionnaires import tiny

Files = dict[str, str]


@pytest.fixture
def files() -> Files:
    """The smallest pack, as texts."""
    return {
        name: yaml.safe_dump(data, allow_unicode=True, sort_keys=False) for name, data in tiny.pack().items()
    }


def first(files: Files) -> Entry:
    pack = load_files(files)
    return entry_of(pack, pack.questionnaire.questions[0])


def reworded(entry: Entry, locale: str, **texts: object) -> Entry:
    words = replace(entry.wordings[locale], **texts)  # type: ignore[arg-type]
    return replace(entry, wordings={**entry.wordings, locale: words})


def test_questions_put_back_as_they_are_give_the_same_pack(files: Files) -> None:
    pack = load_files(files)
    entries = [entry_of(pack, question) for question in pack.questionnaire.questions]
    assert load_files(put_all(files, entries)) == pack
    assert load_files(put(files, entries[0])) == pack
    assert languages_of(files) == ("en", "fr")


def test_one_text_in_one_language_is_changed_and_nothing_else(files: Files) -> None:
    old = load_files(files)
    changed = put(files, reworded(first(files), "fr", why="Autrement."))
    new = load_files(changed)
    name = old.questionnaire.questions[0].id
    was = old.question[name].why["fr"]
    assert diff(old, new).reworded == (Reworded(name, (Change("fr", "why", 0, was, "Autrement."),)),)
    assert {file for file in files if load_yaml(files, file) != load_yaml(changed, file)} == {
        "fr/questionnaire.yaml"
    }


def load_yaml(files: Files, file: str) -> object:
    return yaml.safe_load(files[file])


@pytest.mark.parametrize(
    "text",
    [
        "true",
        "no",
        "~",
        "",
        "1e5",
        "12",
        "-3.5",
        "007",
        "2025-08-02",
        ": #",
        "'",
        '"',
        "- a",
        "{a}",
        "é\u2028b",
        "…\U0001f600",
        "a\nb",
    ],
)
def test_any_text_comes_back_as_it_was_written(files: Files, text: str) -> None:
    new = load_files(put(files, reworded(first(files), "en", topic=text)))
    assert new.questionnaire.questions[0].topic["en"] == text


def test_a_new_question_stands_after_the_last_of_its_dimension(files: Files) -> None:
    new = load_files(put(files, replace(first(files), id="tooling_new")))
    ids = [question.id for question in new.questionnaire.questions if question.dimension == "tooling"]
    assert ids[-1] == "tooling_new"
    old = load_files(files)
    assert diff(old, new).added == ("tooling_new",)
    assert diff(new, old).dropped == ("tooling_new",)


def test_title_key_and_version_are_changed(files: Files) -> None:
    new = load_files(rename(retitle(files, {"en": "Ours", "fr": "Le nôtre"}), "ours", "v2"))
    assert (new.questionnaire.key, new.questionnaire.version) == ("ours", "v2")
    assert diff(load_files(files), new).titles == (
        Change("en", "title", 0, "Tiny", "Ours"),
        Change("fr", "title", 0, "Ici, Tiny", "Le nôtre"),
    )


def test_a_changed_statement_is_told_by_its_number(files: Files) -> None:
    entry = first(files)
    statements = list(entry.wordings["en"].statements)
    statements[2] = "Another third statement."
    new = load_files(put(files, reworded(entry, "en", statements=tuple(statements))))
    (found,) = diff(load_files(files), new).reworded
    assert found.statements
    assert [(change.field, change.number, change.new) for change in found.changes] == [
        ("statements", 3, "Another third statement.")
    ]


def test_a_pack_equals_itself(files: Files) -> None:
    assert not diff(load_files(files), load_files(files))


def of_question(files: Files, question: str) -> Iterator[str]:
    pack = load_files(files)
    return (str(fault) for fault in locate(files, "en", check(pack)) if question in fault.text)


def test_an_action_on_a_question_left_out_is_told_by_file_and_line(files: Files) -> None:
    pack = load_files(files)
    question = pack.actions[0].lifts[0]
    without = leave_out(files, question)
    told = list(of_question(without, question))
    assert told
    for line in told:
        file, number, _ = line.split(":", 2)
        assert without[file].splitlines()[int(number) - 1].strip() == f"- {question}"


def test_detached_from_its_actions_nothing_rests_on_a_question(files: Files) -> None:
    pack = load_files(files)
    question = pack.actions[0].lifts[0]
    without = detach(leave_out(files, question), question)
    assert not [line for line in of_question(without, question) if "no question" in line]
    left = load_files(without)
    alone = [action.id for action in pack.actions if action.lifts == (question,)]
    assert [action.id for action in pack.actions if action.id not in left.action] == alone


def test_a_fault_of_a_translation_stands_in_its_file(files: Files) -> None:
    emptied = put(files, reworded(first(files), "fr", proof=""))
    (fault,) = locate(emptied, "en", [line for line in check(load_files(emptied)) if "is empty" in line])
    assert fault.file == "fr/questionnaire.yaml"
    assert "proof: ''" in emptied[fault.file].splitlines()[fault.line - 1]


def test_a_fault_without_a_place_stands_at_the_head_of_its_file(files: Files) -> None:
    (fault,) = locate(files, "en", ["actions: 59 actions; write at least 60"])
    assert str(fault) == "actions:1: 59 actions; write at least 60"


def test_files_in_memory_have_the_same_faults_as_a_folder(files: Files) -> None:
    files["facts.yaml"] = files["facts.yaml"].replace("kind: choice", "kind: chioce", 1)
    line = files["facts.yaml"][: files["facts.yaml"].index("chioce")].count("\n") + 1
    del files["fr/law.yaml"]
    files["lwa.yaml"] = "facts: []\n"
    with pytest.raises(DefinitionError) as told:
        load_files(files)
    faults = told.value.faults
    assert any(fault.startswith(f"facts.yaml:{line}: ") for fault in faults)
    assert "fr/law.yaml:1: the file is missing; add it" in faults
    assert "lwa.yaml:1: no file of a pack has this name; did you mean 'law.yaml'?" in faults
