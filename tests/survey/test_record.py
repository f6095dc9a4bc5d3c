"""Every column that can hold a text says whether it is about people, and the record follows from that."""

from pathlib import Path

from sqlalchemy import JSON, LargeBinary, String

import survey
from survey.db import Base
from survey.services import record

DOCUMENT = Path(survey.__file__).parents[1] / "docs" / "data.md"

STATE = "one of a few words of ours"
DIGEST = "a digest of something drawn at random"
CONTENT = "an id of the questionnaire"
NOT_PERSONAL = {
    "account": {
        "role": STATE,
        "locale": STATE,
        "password_hash": "nothing can be read from it",
        "totp_secret": "drawn at random",
    },
    "agreed_answer": {"question": CONTENT, "value": "a level"},
    "answer": {
        "question": CONTENT,
        "value": "a level: whose it is stands in the respondent's row",
        "quote": STATE,
        "source": STATE,
    },
    "attempt": {"key": "a digest, for an hour"},
    "bundle": {"wanted": STATE, "state": STATE, "error": "a sentence of ours"},
    "campaign": {
        "pack_key": CONTENT,
        "pack_version": CONTENT,
        "state": STATE,
        "visibility": STATE,
    },
    "consensus": {"question": CONTENT, "value": "a level"},
    "decision": {"option": CONTENT},
    "delegation": {"dimension": CONTENT, "locale": STATE},
    "deliverable": {
        "kind": STATE,
        "locale": STATE,
        "department": "a part of the organisation",
        "name": "of a file of ours",
        "media_type": STATE,
        "state": STATE,
        "error": "a sentence of ours",
    },
    "department": {"name": "a part of the organisation"},
    "edition": {
        "state": STATE,
        "accent": "a colour",
        "logo": "the organisation's",
        "digest": "of the version",
    },
    "event": {
        "actor": STATE,
        "action": STATE,
        "salt": "drawn at random",
        "personal": "a salted digest, meaningless once the salt is gone",
        "previous": "a digest",
        "digest": "a digest",
    },
    "firm": {"name": "a company", "accent": "a colour", "logo": "the firm's"},
    "firm_pack": {
        "key": CONTENT,
        "version": CONTENT,
        "title": "of a questionnaire",
        "copied_from": CONTENT,
        "state": STATE,
        "files": "questions and texts, asked of everybody",
    },
    "firm_upload": {"kind": STATE},
    "follow_up": {"action": CONTENT, "state": STATE},
    "invitation": {"digest": DIGEST, "purpose": STATE, "locale": STATE},
    "job": {"kind": STATE, "payload": "ids and choices", "state": STATE, "dedup": "ids"},
    "mail": {"kind": STATE, "dedup": "ids", "locale": STATE, "message_id": DIGEST, "state": STATE},
    "mail_template": {"kind": STATE, "locale": STATE},
    "organisation": {
        "name": "a company",
        "locale": STATE,
        "accent": "a colour",
        "logo": "the organisation's",
        "logo_digest": "of the logo",
    },
    "read_code": {"digest": DIGEST},
    "reading": {"what": "a page or file of ours"},
    "recovery_code": {"digest": DIGEST},
    "remark": {"passage": CONTENT},
    "respondent": {"role": "a function of the questionnaire, which results count", "locale": STATE},
    "review_note": {"question": CONTENT},
    "seat": {"digest": DIGEST},
    "sign_in": {"digest": DIGEST},
    "stated_fact": {"fact": CONTENT, "value": "about the organisation"},
    "stored_result": {"method": CONTENT, "fingerprint": "a digest"},
    "submission": {"state": STATE},
    "ticket": {"digest": DIGEST, "purpose": STATE},
    "upload": {"kind": STATE},
    "visit": {"digest": DIGEST},
    "vote": {"question": CONTENT, "value": "a level, of a seat without name"},
    "wording": {"locale": STATE, "passage": CONTENT},
    "workshop": {"digest": DIGEST, "questions": CONTENT, "stage": STATE},
}
"""Table → column that can hold a text and is not about people → why not."""


def test_every_column_that_can_hold_a_text_says_whether_it_is_about_people() -> None:
    for table in Base.metadata.sorted_tables:
        texts = {column.name for column in table.c if isinstance(column.type, (String, JSON, LargeBinary))}
        tagged = set(record.personal(table))
        excused = NOT_PERSONAL.get(table.name, {})
        assert tagged <= texts, f"{table.name}: only texts can be masked: {tagged - texts}"
        assert texts - tagged == set(excused), table.name
        assert all(excused.values())


def test_the_record_in_the_documents_is_what_the_tables_say() -> None:
    assert DOCUMENT.read_text("utf-8") == record.markdown(), "run: mandate privacy record > docs/data.md"


def test_the_record_names_each_table_about_people_once() -> None:
    named = [name for item in record.HOLDINGS for name in item.tables]
    assert len(named) == len(set(named))
    about_people = {table.name for table in Base.metadata.sorted_tables if record.personal(table)}
    assert set(named) == about_people
