"""Coherence of content: one planted fault for each rule on ids, tests, questions, facts and wording."""

from pathlib import Path

import pytest

from questionnaires import check, load, remarks
from questionnaires.model import Condition
from tests.questionnaires.planted import Files, Rules, both, drop, loaded, put

QUESTION = ("questionnaire.yaml", "questions", 1)
ORGANISATION = ("questionnaire.yaml", "questions", 0)
STATEMENT = ("fr/questionnaire.yaml", "questions", "tooling_1", "statements", 0)
AXES = ("mandate.yaml", "axes")
TWELVE = "un deux trois quatre cinq six sept huit neuf dix onze douze"

RULES: Rules = {
    # ids and references
    "id twice": (
        lambda files: files["sources.yaml"]["sources"].append(files["sources.yaml"]["sources"][0]),
        "sources.yaml: sources: the id 'own' is given twice; rename one",
    ),
    "dimension": (
        put(*QUESTION, "dimension", to="toolin"),
        "questionnaire.yaml: questions.tooling_2.dimension: no dimension 'toolin'; did you mean 'tooling'?",
    ),
    "informant": (
        put(*ORGANISATION, "informants", to=["coi"]),
        "questionnaire.yaml: questions.tooling_1.informants.1: no role 'coi'; did you mean 'cio'?",
    ),
    "verdict of a row": (
        put("mandate.yaml", "table", 0, "verdict", to="wiat"),
        "mandate.yaml: table.low_any.verdict: no verdict 'wiat'; did you mean 'wait'?",
    ),
    "requirement": (
        put("mandate.yaml", "verdicts", 0, "requires", to=["somone"]),
        "mandate.yaml: verdicts.wait.requires.1: no requirement 'somone'; did you mean 'someone'?",
    ),
    "first action": (
        put("mandate.yaml", "gates", 0, "first_action", to="data_1_9"),
        "mandate.yaml: gates.floor.first_action: no action 'data_1_9'; did you mean 'data_1_3'?",
    ),
    "source": (
        put("context.yaml", "baselines", 0, "source", to="onw"),
        "context.yaml: baselines.few.source: no source 'onw'; did you mean 'own'?",
    ),
    "sources": (
        put("mandate.yaml", "table", 0, "sources", to=["onw"]),
        "mandate.yaml: table.low_any.sources.1: no source 'onw'; did you mean 'own'?",
    ),
    "law action": (
        put("law.yaml", "facts", 0, "actions", to=["data_1_9"]),
        "law.yaml: facts.law_one.actions.1: no action 'data_1_9'; did you mean 'data_1_3'?",
    ),
    "country": (
        put("context.yaml", "baselines", 0, "countries", to=["france"]),
        "context.yaml: baselines.few.countries.1: no value of the fact country 'france'; known: fr, other",
    ),
    "owner": (
        put("actions/data.yaml", "actions", 0, "owner", to="sponser"),
        "actions: data_1_1.owner: no role 'sponser'; did you mean 'sponsor'?",
    ),
    "lifts": (
        put("actions/data.yaml", "actions", 0, "lifts", to=["data_9"]),
        "actions: data_1_1.lifts.1: no question 'data_9'; did you mean 'data_4'?",
    ),
    "after": (
        put("actions/data.yaml", "actions", 0, "after", to=["data_1_9"]),
        "actions: data_1_1.after.1: no action 'data_1_9'; did you mean 'data_1_3'?",
    ),
    "sizes": (
        put("context.yaml", "baselines", 0, "sizes", to=["smal"]),
        "context.yaml: baselines.few.sizes.1: no value of the fact headcount 'smal'; did you mean 'small'?",
    ),
    # tests
    "fact of a test": (
        put("law.yaml", "facts", 0, "when", to={"fact": "contry", "is": ["fr"]}),
        "law.yaml: facts.law_one.when: no fact 'contry'; did you mean 'country'?",
    ),
    "value of a fact, inside": (
        put("law.yaml", "facts", 0, "when", to={"all": [{"not": {"fact": "country", "is": ["fra"]}}]}),
        "law.yaml: facts.law_one.when.all.1.not: the fact 'country' has no value 'fra'; did you mean 'fr'?",
    ),
    "score": (
        put("mandate.yaml", "gates", 0, "when", "score", to="headlines"),
        "mandate.yaml: gates.floor.when: no score 'headlines'; did you mean 'headline'?",
    ),
    "axis of a test": (
        put("mandate.yaml", "verdicts", 0, "arguments_for", 0, "when", "axis", to="ned"),
        "mandate.yaml: verdicts.wait.arguments_for.1.when: no axis 'ned'; did you mean 'need'?",
    ),
    "value of an axis": (
        put("mandate.yaml", "verdicts", 0, "arguments_for", 0, "when", "is", to=["hihg"]),
        ("mandate.yaml: verdicts.wait.arguments_for.1.when: the axis 'need' has no value 'hihg'; "
        "did you mean 'high'?"),
    ),
    "axis by itself": (
        put(*AXES, 1, "values", 0, "when", to={"axis": "ready", "is": ["no"]}),
        ("mandate.yaml: axes.ready.values.yes.when: the axis 'ready' is not known yet here; "
        "test facts, scores or earlier axes"),
    ),
    # questionnaire and facts
    "levels": (
        put("questionnaire.yaml", "levels", 1, "number", to=3),
        "questionnaire.yaml: levels: the numbers must be 1, 2, 3, 4, 5, in this order",
    ),
    "level starts": (
        put("questionnaire.yaml", "levels", 1, "start", to=1),
        "questionnaire.yaml: levels: the starts must ascend from 1",
    ),
    "number of questions": (
        both(drop(*QUESTION), drop("fr/questionnaire.yaml", "questions", "tooling_2")),
        "questionnaire.yaml: questions: 19 questions; ask 20 to 30",
    ),
    "questions of a dimension": (
        put(*QUESTION, "dimension", to="data"),
        "questionnaire.yaml: dimensions.tooling: 3 questions; ask at least 4 in every dimension",
    ),
    "informants missing": (
        drop(*ORGANISATION, "informants"),
        ("questionnaire.yaml: questions.tooling_1: a question about the organisation needs informants; "
        "name the roles, best placed first"),
    ),
    "awareness missing": (
        both(
            drop(*ORGANISATION, "awareness"),
            drop("fr/questionnaire.yaml", "questions", "tooling_1", "awareness"),
        ),
        ("questionnaire.yaml: questions.tooling_1: a question about the organisation needs 'awareness'; "
        "say what people did not know"),
    ),
    "informants too many": (
        put(*QUESTION, "informants", to=["cio"]),
        ("questionnaire.yaml: questions.tooling_2: a question about the department has no informants, "
        "everybody answers; remove them"),
    ),
    "assumed": (
        put("facts.yaml", "facts", 1, "assumed", to="uk"),
        "facts.yaml: facts.country: assumed is 'uk', which is no value; write one of fr, other",
    ),
    "bands": (
        put("facts.yaml", "facts", 0, "values", 0, "start", to=10),
        ("facts.yaml: facts.headcount: the bands of a number ascend from 0; "
        "give every value a 'start', the first 0"),
    ),
    "bands of a choice": (
        put("facts.yaml", "facts", 1, "values", 0, "start", to=0),
        "facts.yaml: facts.country: a choice has no 'start'; remove it or make the kind 'number'",
    ),
    "awareness too many": (
        both(
            put(*QUESTION, "awareness", to="x"),
            put("fr/questionnaire.yaml", "questions", "tooling_2", "awareness", to="y"),
        ),
        "questions.tooling_2: a question about the department has no 'awareness'; remove it",
    ),
    "questions about departments": (
        both(*(put("questionnaire.yaml", "questions", n, "referent", to="organisation") for n in (1, 2))),
        "questionnaire.yaml: dimensions.tooling: 1 questions about the department; ask at least 2",
    ),
    "unknown as a value": (
        both(
            put("facts.yaml", "facts", 1, "values", 1, "id", to="unknown"),
            put("fr/facts.yaml", "facts", "country", "values", "unknown", to={"name": "x"}),
            drop("fr/facts.yaml", "facts", "country", "values", "other"),
        ),
        "facts.yaml: facts.country: the value 'unknown' is there for every fact anyway; remove it",
    ),
    # wording
    "statement too long": (
        put(*STATEMENT, to=f"{TWELVE} {TWELVE}"),
        "questionnaire.yaml: questions.tooling_1.statements.1 (fr): 24 words; a statement has 12 to 22",
    ),
    "figure in a statement": (
        put(*STATEMENT, to=f"{TWELVE} 13"),
        ("questionnaire.yaml: questions.tooling_1.statements.1 (fr): a figure in a statement; "
        "say what can be observed instead"),
    ),
    "topic": (
        put(*QUESTION, "topic", to="x" * 39),
        "questionnaire.yaml: questions.tooling_2.topic (en): 39 characters, at most 38; shorten it",
    ),
    "short": (
        put("fr/questionnaire.yaml", "dimensions", "data", "short", to="x" * 15),
        "questionnaire.yaml: dimensions.data.short (fr): 15 characters, at most 14; shorten it",
    ),
    "action title": (
        put("actions/data.yaml", "actions", 0, "title", to="x" * 71),
        "actions: data_1_1.title (en): 71 characters, at most 70; shorten it",
    ),
    "straight quotes": (
        put("fr/questionnaire.yaml", "title", to='Le "petit"'),
        "questionnaire.yaml: title (fr): straight double quotes; write « » in French, “ ” in English",
    ),
    "no-break space": (
        put("fr/questionnaire.yaml", "title", to="Vrai\u00a0?"),
        ("questionnaire.yaml: title (fr): a no-break space typed by hand; type an ordinary one, "
        "the report sets the others"),
    ),
    "no space": (
        put("fr/questionnaire.yaml", "title", to="Vrai?"),
        "questionnaire.yaml: title (fr): no space at 'i?'; type one before ; : ! ? and inside « »",
    ),
    "empty": (
        put("fr/questionnaire.yaml", "title", to=" "),
        "questionnaire.yaml: title (fr): the text is empty; write it",
    ),
    "not translated": (
        both(
            put("questionnaire.yaml", "title", to="The same in both languages"),
            put("fr/questionnaire.yaml", "title", to="The same in both languages"),
        ),
        "questionnaire.yaml: title: the same in en and fr; translate it",
    ),
    "placeholders": (
        put("fr/mandate.yaml", "verdicts", "lead", "headline", to="Faire {organization}"),
        "mandate.yaml: verdicts.lead.headline: other {placeholders} in fr than in en; use the same ones",
    ),
}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_that_is_broken_is_told(tmp_path: Path, rule: str) -> None:
    change, expected = RULES[rule]
    assert [line for line in check(loaded(tmp_path, change)) if line.endswith(expected)]


def test_a_sound_pack_has_neither_faults_nor_notes(tmp_path: Path) -> None:
    pack = loaded(tmp_path, lambda files: None)
    assert check(pack) == []
    assert remarks(pack) == []


def test_what_nothing_uses_is_a_remark(tmp_path: Path) -> None:
    def change(files: Files) -> None:
        source = {"id": "spare", "publisher": "x", "title": "x", "published": "x", "grade": "own"}
        files["sources.yaml"]["sources"].append(source)
        for verdict in files["mandate.yaml"]["verdicts"]:
            verdict["requires"] = []

    pack = loaded(tmp_path, change)
    assert check(pack) == []
    assert remarks(pack) == [
        "sources.yaml: spare: nothing cites this source; cite it or remove it",
        "mandate.yaml: requirements.someone: no verdict requires this; remove it",
    ]


def test_tests_read_from_files_keep_their_form(tmp_path: Path) -> None:
    when = loaded(tmp_path, lambda files: None).mandate.requirements[0].when
    assert isinstance(when, Condition)
    assert when.negated is not None
    assert when.negated.values == ("no",), "'no' is a value, not false"


def test_the_shipped_pack_is_coherent() -> None:
    assert check(load()) == []
