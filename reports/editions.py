"""Editions of one wave of a grouped campaign: what changed between two is nobody's, or a group's.

Two editions of one result differ by whoever came, went or answered otherwise meanwhile. Where a department's
mean over five people is published, and then over the same five and one more, the newcomer's answers follow.
So a further edition is published when, in each department, nothing changed or at least five people did.
"""

from collections.abc import Sequence

from questionnaires.answers import Submission
from questionnaires.errors import NotReady

from .visibility import SMALLEST


def may_follow(before: Sequence[Submission], after: Sequence[Submission]) -> None:
    """Nothing, where an edition of ``after`` may be published after one of ``before``.

    Submissions are told apart by their ``respondent``. Raises NotReady, naming the departments in which
    fewer than five people make the difference.
    """
    few = {name: people for name, people in _changed(before, after).items() if people < SMALLEST}
    if few:
        told = ", ".join(f"{name} ({people})" for name, people in sorted(few.items()))
        raise NotReady(
            f"a grouped campaign's next edition must differ in no or in {SMALLEST} people of a department; "
            f"fewer changed in: {told}"
        )


def _changed(before: Sequence[Submission], after: Sequence[Submission]) -> dict[str, int]:
    """People whose answers are not the same in both, by department, where there are any.

    Whoever moved from one department to another changed in both.
    """
    old, new = ({item.respondent: _said(item) for item in edition} for edition in (before, after))
    changed: dict[str, int] = {}
    for person in old.keys() | new.keys():
        was, now = old.get(person), new.get(person)
        if was == now:
            continue
        for department in {said[0] for said in (was, now) if said is not None}:
            changed[department] = changed.get(department, 0) + 1
    return changed


def _said(item: Submission) -> tuple[str, frozenset[tuple[str, object]]]:
    return item.department, frozenset({**item.answers, "role": item.role}.items())
