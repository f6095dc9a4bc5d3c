"""What is held about people, where and for how long: the record that whoever runs the site has to keep.

Read off the tables: a column about people that no sentence here covers makes it impossible to write.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Table

from ..db import Base

CLIENT: Final = "erased with the client; names go when people are forgotten"
DAY: Final = "a day at most"


@dataclass(frozen=True, slots=True)
class Holding:
    """One kind of thing held. ``tables``: where. ``until``: when it goes, of itself or by whom."""

    whose: str
    what: str
    tables: tuple[str, ...]
    until: str


HOLDINGS: Final = (
    Holding(
        "Those who answer",
        "name, e-mail address, telephone, function, department, language",
        ("respondent",),
        "until forgotten or erased; function and department stay with the answers",
    ),
    Holding(
        "Those who answer",
        "levels chosen, comments, notes, who entered them, when",
        ("answer",),
        "comments and notes until forgotten, levels until erased",
    ),
    Holding(
        "Those who answer",
        "what was agreed in review and why, consultants' notes on answers, by whom they were looked over",
        ("agreed_answer", "review_note", "submission"),
        "reasons and notes until forgotten, the rest until erased",
    ),
    Holding(
        "Colleagues asked to answer a part",
        "name, e-mail address, the message to them",
        ("delegation",),
        "until whoever asked them is forgotten or erased",
    ),
    Holding(
        "Whoever was written to",
        "name, address, what the mail server answered; the text of an e-mail is not kept",
        ("mail", "job"),
        "until the person is forgotten or erased",
    ),
    Holding(
        "Readers of results",
        "name and address behind a link, which pages and files were read, by the hour",
        ("invitation", "reading"),
        "until the campaign's people are forgotten",
    ),
    Holding("The client", "sponsor, the firm's notes, who agreed to be compared", ("organisation",), CLIENT),
    Holding(
        "The client",
        "who runs a campaign, whom to ask, who settled what before launch, wording of e-mails",
        ("campaign", "mail_template"),
        CLIENT,
    ),
    Holding("The client", "who stated a fact", ("stated_fact",), CLIENT),
    Holding(
        "The client",
        "results, which name the sponsor and departments; versions of the report with every text of them",
        ("stored_result", "edition"),
        CLIENT,
    ),
    Holding(
        "The client",
        "findings, wording and comments of consultants in the making of a report",
        ("draft", "wording", "remark"),
        CLIENT,
    ),
    Holding("The client", "decisions and what follows from them", ("decision", "follow_up"), CLIENT),
    Holding(
        "The client", "workshops: what was agreed and by whom it was noted", ("workshop", "consensus"), CLIENT
    ),
    Holding(
        "The client",
        "documents made for it",
        ("bundle", "deliverable"),
        "until made anew, until anybody of the campaign is forgotten, or with the client",
    ),
    Holding(
        "Anybody in a file",
        "lists of people, answers and archives on their way in",
        ("upload", "firm_upload"),
        DAY,
    ),
    Holding(
        "The firm's own people",
        "name, e-mail address, identity at a provider, browsers signed in",
        ("account", "sign_in"),
        "accounts until the firm removes them, or with their only client; browsers until the session ends",
    ),
    Holding(
        "The firm's own people",
        "whom respondents may ask; who changed a questionnaire",
        ("firm", "firm_pack"),
        "until changed",
    ),
    Holding(
        "Whoever did something",
        "the journal: who, what, to whom, when",
        ("event",),
        "emptied when the person or client is erased; number, moment, action and digests stay",
    ),
)

_HEAD: Final = """# What is held about people

Written by `mandate privacy record` from the tables themselves; a test holds it to them. Whoever runs an
installation can begin its record of processing (GDPR, article 30) with it. No e-mail's text, no personal
link, no password and no address of a browser is stored: of links, codes, tokens and passwords there are
digests.

| whose | what | where | until when |
| --- | --- | --- | --- |
"""

_FOOT: Final = """
**Forgotten** means: name, addresses, comments, notes, links and e-mails of the person are gone, the levels
chosen still count. It is done by a consultant on the person's page, by `mandate privacy forget`, or by itself
when a campaign was closed for as many months as the firm or the client says; thirty days before, the page
*Journal and data life* announces it. **Erased** means: the answers are gone as well, and results are computed
anew. A published version keeps its figures; a name or a quotation in it gives way to "…", and the version
tells that it did.

**Where else.** Backups hold what was there when they were made: keep them no longer than you would want an
erasure to wait. SQLite's file is written anew after an erasure and its log cut off; PostgreSQL frees the
space for other rows, and how long its own archives of the log are kept is yours to set.
"""


def markdown() -> str:
    """The record as Markdown. Raises LookupError for a table about people that no holding names."""
    rows = [f"| {item.whose} | {item.what} | {_where(item)} | {item.until} |\n" for item in HOLDINGS]
    if left := {table.name for table in Base.metadata.sorted_tables if personal(table)} - _named():
        raise LookupError(f"say in HOLDINGS what is held about people in: {', '.join(sorted(left))}")
    return _HEAD + "".join(rows) + _FOOT


def personal(table: Table) -> list[str]:
    """The columns of a table that hold, or may hold, something about a person."""
    return [column.name for column in table.c if column.info.get("personal")]


def _named() -> set[str]:
    return {name for item in HOLDINGS for name in item.tables}


def _where(item: Holding) -> str:
    parts = [f"`{name}`: {', '.join(personal(Base.metadata.tables[name]))}" for name in item.tables]
    return "; ".join(parts)
