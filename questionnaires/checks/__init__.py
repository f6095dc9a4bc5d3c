"""Whether a pack that loads also makes sense: every rule that spans several entries or files."""

from questionnaires.model import Pack

from .appointment import appointment_faults
from .conditions import condition_faults
from .decision import decision_faults
from .places import locate
from .questions import question_faults
from .references import id_faults, reference_faults, unused
from .roadmap import action_faults
from .walk import visit
from .wording import wording_faults

__all__ = ["check", "locate", "remarks"]


def check(pack: Pack) -> list[str]:
    """Everything incoherent in a pack, one line each: ``file: entry: what, and the fix``. Empty is sound."""
    spots = list(visit(pack))
    return [
        *id_faults(spots),
        *reference_faults(pack, spots),
        *condition_faults(pack, spots),
        *question_faults(pack),
        *decision_faults(pack),
        *action_faults(pack),
        *appointment_faults(pack),
        *wording_faults(spots),
    ]


def remarks(pack: Pack) -> list[str]:
    """What is not wrong but probably not meant: sources and requirements that nothing uses."""
    return unused(pack, list(visit(pack)))
