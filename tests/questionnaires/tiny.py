"""The smallest pack that loads and is coherent, as plain data, so that a test can plant one fault in it."""

import json
from pathlib import Path
from typing import Any

import yaml

Data = dict[str, Any]
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

DIMENSIONS = ("tooling", "data", "governance", "skills", "sponsorship")
VERDICTS = ("wait", "lead", "chief")
FIFTEEN = "words that stand here only to give this statement the length which every statement must have"


def both(english: str) -> tuple[str, str]:
    """An English text and its invented French one."""
    return english, f"Ici, {english.replace('?', ' ?')}"


def pack() -> dict[str, Data]:
    """Every file of the pack, English and French, by file name. Each call gives fresh data."""
    english = {
        "questionnaire.yaml": _questionnaire(),
        "facts.yaml": _facts(),
        "mandate.yaml": _mandate(),
        "appointment.yaml": _appointment(),
        "law.yaml": _law(),
        "context.yaml": _context(),
    }
    english |= {f"actions/{dimension}.yaml": _actions(dimension) for dimension in DIMENSIONS}
    french = {f"fr/{file}": french_of(data) for file, data in english.items()}
    own = {"id": "own", "publisher": "Ours", "title": "Our judgement", "published": "2026", "grade": "own"}
    whole = {file: base_of(data) for file, data in english.items()}
    return {**whole, **french, "sources.yaml": {"sources": [own]}}


def base_of(data: Any) -> Any:
    """The data of a base file: of every pair of texts the English one."""
    if isinstance(data, tuple):
        return data[0]
    if isinstance(data, dict):
        return {key: base_of(value) for key, value in data.items()}
    return [base_of(item) for item in data] if isinstance(data, list) else data


def french_of(data: Any) -> Any:
    """The data of a translation: the French texts only, lists of entries with an id by id."""
    if isinstance(data, tuple):
        return data[1]
    if isinstance(data, dict):
        kept = {key: french_of(value) for key, value in data.items()}
        return {key: value for key, value in kept.items() if value is not None} or None
    if not isinstance(data, list):
        return None
    if data and isinstance(data[0], dict) and "id" in data[0]:
        kept = {item["id"]: french_of(item) for item in data}
        return {key: value for key, value in kept.items() if value is not None} or None
    kept_items = [french_of(item) for item in data]
    return None if all(item is None for item in kept_items) else kept_items


def write(folder: Path, files: dict[str, Data] | None = None) -> Path:
    """Write a pack's files under ``folder``, and return the folder."""
    for file, data in (files or pack()).items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        # Through JSON, so that the same data used twice does not become a YAML anchor.
        plain = json.loads(json.dumps(data))
        text = yaml.dump(plain, Dumper=_DUMPER, sort_keys=False, allow_unicode=True, width=10_000)
        path.write_text(text, encoding="utf-8")
    return folder


def _questionnaire() -> Data:
    levels = [
        {"number": number, "start": float(number), "name": both(f"Level {number}"), "meaning": both("As is")}
        for number in range(1, 6)
    ]
    roles = [{"id": role, "name": both(role), "leadership": role == "ceo"} for role in ("ceo", "cio")]
    dimensions = [
        {"id": key, "name": both(key), "short": (key[:5], key[:4]), "about": both("About"),
         "levels": [both(f"Seen {number}") for number in range(5)]}
        for key in DIMENSIONS
    ]
    return {
        "key": "tiny", "version": "v1", "base": "en", "languages": ["en", "fr"],
        "title": both("Tiny"), "instruction": both("Answer"),
        "levels": levels, "roles": roles, "dimensions": dimensions,
        "questions": [_question(key, number) for key in DIMENSIONS for number in range(1, 5)],
    }


def _question(dimension: str, number: int) -> Data:
    question: Data = {
        "id": f"{dimension}_{number}", "dimension": dimension,
        "referent": "organisation" if number == 1 else "department",
        "topic": both(f"Topic {number}"), "text": both("What is so?"), "why": both("Because"),
        "words": [{"term": both("Thing"), "meaning": both("What it is")}],
        "statements": [(f"These {FIFTEEN}", f"Ces {FIFTEEN} ici")] * 5,
        "proof": both("A paper"), "sources": ["own"],
    }
    return question | ({"informants": ["cio"], "awareness": both("who knows")} if number == 1 else {})


def _facts() -> Data:
    bands = [("small", 0), ("large", 50)]
    headcount = [{"id": key, "name": both(key), "start": start} for key, start in bands]
    country = [{"id": key, "name": both(key)} for key in ("fr", "other")]
    return {
        "instruction": both("State"), "unknown": both("Not known"),
        "facts": [
            {"id": "headcount", "group": "organisation", "kind": "number", "topic": both("Headcount"),
             "text": both("How many?"), "why": both("Size"), "values": headcount, "assumed": "small",
             "mutable": False, "unit": both("people")},
            {"id": "country", "group": "organisation", "kind": "choice", "topic": both("Country"),
             "text": both("Where?"), "why": both("Law"), "values": country, "assumed": "fr",
             "mutable": False},
            {"id": "bench_cio", "group": "conditions", "kind": "choice", "topic": both("CIO"),
             "text": both("Who?"), "why": both("Bench"), "assumed": "no", "mutable": True,
             "values": [{"id": "no", "name": both("Nobody")}, {"id": "yes", "name": both("Someone")}]},
        ],
    }


def _mandate() -> Data:
    need = [{"id": value, "name": both(value)} for value in ("low", "medium", "high")]
    ready = [
        {"id": "yes", "name": both("yes"), "when": {"score": "headline", "reaches": 2}},
        {"id": "no", "name": both("no")},
    ]
    rows = [
        {"id": "low_any", "when": {"need": ["low"]}, "verdict": "wait"},
        {"id": "medium_any", "when": {"need": ["medium"]}, "verdict": "lead"},
        {"id": "high_no", "when": {"need": ["high"], "ready": ["no"]}, "verdict": "lead"},
        {"id": "high_yes", "when": {"need": ["high"], "ready": ["yes"]}, "verdict": "chief"},
    ]
    return {
        "evidence": {
            "items_none": 0.4, "items_provisional": 0.7, "facts_none": 0.5, "respondents_provisional": 2,
            "departments_none": 0.3, "departments_provisional": 0.6,
            "none": both("Too little"), "provisional": both("Little"),
        },
        "item_floor": 0.5,
        "need": {
            "indicators": [{"fact": "headcount", "weight": 1, "points": {"large": 2}}],
            "medium": 0.3, "high": 0.6,
            "ceiling": {"fact": "headcount", "is": ["small"]}, "ceiling_reason": both("Small"),
        },
        "axes": [
            {"id": "need", "name": both("Need"), "about": both("How much"), "values": need},
            {"id": "ready", "name": both("Ready"), "about": both("How far"), "values": ready},
        ],
        "table": [{**row, "reason": both("So it is"), "sources": ["own"]} for row in rows],
        "gates": [{
            "id": "floor", "name": both("Floor"), "when": {"score": "data", "below": 2},
            "replace": {"chief": "lead"}, "fired": both("Fired"), "passed": both("Passed"),
            "first_action": "data_1_1",
        }],
        "requirements": [{
            "id": "someone", "when": {"not": {"fact": "bench_cio", "is": ["no"]}},
            "text": both("someone is there"), "addressee": both("CEO"),
        }],
        "verdicts": [{
            "id": key, "weight": weight, "name": both(key), "headline": both("Do {organisation}"),
            "meaning": both("Meaning"), "requires": ["someone"], "otherwise_against": both("No"),
            "arguments_for": [{"when": {"axis": "need", "is": ["high"]}, "text": both("Much to do")}],
        } for weight, key in enumerate(VERDICTS)],
    }


def _appointment() -> Data:
    steps = [
        {"id": f"{verdict}_{day}", "day": day, "verdicts": [verdict], "text": both("Do"),
         "proof": both("Done")}
        for verdict in VERDICTS for day in (30, 60, 100)
    ]
    letters = [
        {"id": f"letter_{verdict}", "verdicts": [verdict], "title": both("Letter"),
         "clauses": [{"id": "opening", "text": both("To {sponsor}")}]}
        for verdict in VERDICTS
    ]
    gists = [
        {"verdict": verdict, **{key: both(key) for key in ("who", "when", "cost", "reassess")}}
        for verdict in VERDICTS
    ]
    return {
        "gists": gists, "profiles": [], "missions": [], "rights": [], "partners": [],
        "reporting": [{"id": "all", "verdicts": [], "line": both("the CEO"), "why": both("Weight")}],
        "operating_models": [
            {"id": "one", "name": both("One"), "text": both("Text"), "breaks": both("Breaks"),
             "sources": ["own"]}
        ],
        "team": [], "pay": [], "pay_note": both("Gross"), "kpis": [], "first_steps": steps, "risks": [],
        "successes": [], "candidate_advice": [], "skills": [], "letters": letters,
    }


def _law() -> Data:
    return {"facts": [{
        "id": "law_one", "title": both("Law"), "text": both("It says"), "duty": both("Do it"),
        "reference": "Art. 1", "applies_from": "2026-08-02", "status": "adopted", "checked_on": "2026-01-05",
        "when": {"fact": "country", "is": ["fr"]}, "actions": ["data_1_1"], "source": "own",
    }]}


def _context() -> Data:
    return {
        "baselines": [{"id": "few", "text": both("One in ten"), "definition": both("Firms"), "year": 2025,
                       "countries": ["fr"], "sizes": ["small"], "source": "own"}],
        "glossary": [{"id": "thing", "term": both("Thing"), "meaning": both("What it is")}],
    }


def _actions(dimension: str) -> Data:
    return {"actions": [{
        "id": f"{dimension}_{start}_{number}", "dimension": dimension, "start": start,
        "lifts": [f"{dimension}_1"], "title": both("Do this"), "why": both("Because"),
        "how": [both("First"), both("Then")], "owner": "ai_holder", "effort": "days", "horizon": 30,
        "proof": both("Paper"), "kpi": both("Count"), "sources": ["own"],
    } for start in range(1, 5) for number in range(1, 4)]}


def edit(folder: Path, file: str, old: str, new: str) -> int:
    """Replace the first ``old`` in a file, and return the line (from 1) where ``new`` now begins."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1
