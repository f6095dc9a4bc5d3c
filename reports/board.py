"""The findings board: what a consultant decides about the findings that the results propose.

The results propose findings, each under a key that lasts (``outrun_tooling_data``). The board orders them,
leaves some out, adds some of the consultant's own, and says of any who owns it and how sure it is. A key that
the results do not give today is kept and does nothing: the finding may come back with the next answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal

from pydantic import TypeAdapter

from questionnaires.errors import InvalidAnswer
from questionnaires.model import Pack
from questionnaires.yaml_lines import nearest

Confidence = Literal["clear", "likely", "uncertain"]

OWN: Final = "own_"
"""How the key of a consultant's own finding begins; none of the computed ones does."""
OWNERS: Final = ("sponsor", "ai_holder")
"""Who may own a finding, beside the roles of the questionnaire."""


@dataclass(frozen=True, slots=True)
class OwnFinding:
    """A finding of the consultant's. ``claim`` and ``text``: locale → words.

    ``evidence``: ids of questions and dimensions, printed with their scores of the day, so that no figure is
    typed by hand.
    """

    key: str
    claim: dict[str, str]
    text: dict[str, str]
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """Decisions on findings, by key; those of ``order`` come first, the others follow as computed."""

    order: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    own: tuple[OwnFinding, ...] = ()
    owners: dict[str, str] = field(default_factory=dict)
    """Finding → a role's id, "sponsor", or "ai_holder" for whoever the verdict appoints."""
    confidence: dict[str, Confidence] = field(default_factory=dict)

    def arranged(self, keys: Iterable[str]) -> tuple[str, ...]:
        """The keys of findings, as computed, in the board's order, without those left out."""
        kept = [key for key in keys if key not in self.left_out]
        first = [key for key in dict.fromkeys(self.order) if key in kept]
        return (*first, *(key for key in kept if key not in first))


def check_board(pack: Pack, board: Board) -> None:
    """Raise InvalidAnswer, naming the finding and the fix, for a board that does not fit the pack.

    That is: an owner, a language or a piece of evidence that there is not; a key of the consultant's own
    finding that another one has, or that does not begin with ``own_`` and might be a computed one's.
    """
    for key, owner in board.owners.items():
        if owner not in (known := (*pack.role, *OWNERS)):
            raise InvalidAnswer(f"finding {key}: {owner!r} owns nothing; {nearest(owner, known)}")
    keys = [item.key for item in board.own]
    for item in board.own:
        if not item.key.startswith(OWN):
            raise InvalidAnswer(f"finding {item.key}: begin the key of a finding of your own with {OWN!r}")
        if keys.count(item.key) > 1:
            raise InvalidAnswer(f"finding {item.key}: two findings have this key; give one another")
        for place in item.evidence:
            if place not in pack.question and place not in pack.dimension:
                known = (*pack.question, *pack.dimension)
                raise InvalidAnswer(
                    f"finding {item.key}: {place!r} is no question or dimension; {nearest(place, known)}"
                )
        for locale in (*item.claim, *item.text):
            if locale not in pack.questionnaire.languages:
                raise InvalidAnswer(
                    f"finding {item.key}: {locale!r} is no language of this questionnaire; "
                    f"{nearest(locale, pack.questionnaire.languages)}"
                )


_BOARD: Final = TypeAdapter(Board)


def board_to_json(board: Board) -> str:
    """The board as JSON; the same text for the same board."""
    return _BOARD.dump_json(board).decode()


def board_from_json(text: str | bytes) -> Board:
    """A board read back; raises pydantic's ValidationError, which names every place, for anything else."""
    return _BOARD.validate_json(text, strict=True)
