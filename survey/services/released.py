"""What went out of a grouped campaign limits what goes out next: two versions must not tell on one person."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Final, cast
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from questionnaires.answers import Submission
from questionnaires.errors import NotReady
from reports.editions import may_follow
from reports.results import Results, from_json

from ..models import Edition
from ..phrases import phrase

BASIS: Final = "basis"
"""Under which name an edition keeps, beside its reports, what it rests on: no language is called so."""


def results(session: Session, campaign_id: UUID) -> list[Results]:
    """The results of every version of a campaign that went out, withdrawn ones too."""
    return [from_json(item.results) for item in _released(session, campaign_id)]


def basis(submissions: Sequence[Submission]) -> dict[str, list[str]]:
    """Respondent → department and a digest of the answers: enough to count later who answered otherwise."""
    return {item.respondent: [item.department, _digest(item)] for item in submissions}


def check(session: Session, campaign_id: UUID, found: Mapping[str, object]) -> None:
    """See that a version may follow those that went out. ``found``: its reports, with what they rest on.

    Raises NotReady where what changed since one of them would be that of fewer than five people.
    """
    for before in _released(session, campaign_id):
        try:
            may_follow(_told_apart(before.reports), _told_apart(found))
        except NotReady as fault:
            raise NotReady(
                phrase(
                    "Too few people changed since version {n}: published, the difference would be theirs",
                    n=before.number,
                )
            ) from fault


def follows(session: Session, campaign_id: UUID, submissions: Sequence[Submission]) -> bool:
    """Whether figures of a grouped campaign's answers as they are may stand beside what went out of it."""
    try:
        check(session, campaign_id, {BASIS: basis(submissions)})
    except NotReady:
        return False
    return True


def read_basis(given: object) -> dict[str, list[str]]:
    """What ``basis`` gave, as it was kept. Raises ValueError for anything else."""
    if not isinstance(given, dict):
        raise ValueError("this is not what a version rests on")
    for person, said in given.items():
        UUID(person)
        if not isinstance(said, list) or [type(text) for text in said] != [str, str]:
            raise ValueError("this is not what a version rests on")
    return given


def renamed(reports: Mapping[str, object], fresh: Mapping[UUID, UUID]) -> dict[str, object]:
    """Reports with what they rest on, where people have got new ids; somebody unknown gets one of nobody."""
    found = dict(reports)
    if BASIS in found:
        kept = read_basis(found[BASIS])
        found[BASIS] = {str(fresh.get(UUID(person)) or uuid4()): said for person, said in kept.items()}
    return found


def _released(session: Session, campaign_id: UUID) -> Sequence[Edition]:
    return session.scalars(
        select(Edition)
        .where(Edition.campaign_id == campaign_id, Edition.number.is_not(None))
        .order_by(Edition.number)
    ).all()


def _told_apart(reports: Mapping[str, object]) -> list[Submission]:
    kept = cast(dict[str, list[str]], reports.get(BASIS, {}))
    return [Submission(department, digest, {}, person) for person, (department, digest) in kept.items()]


def _digest(item: Submission) -> str:
    said = {"role": item.role, "answers": {key: str(value) for key, value in item.answers.items()}}
    text = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
