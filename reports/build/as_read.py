"""The case that results rest on, as it was read: what the tests of a pack's entries are put to."""

import numpy as np

from questionnaires.model import Pack

from ..mandate import decide
from ..results import Results
from ..rules import Cases, Ints, default_weights, position


def as_read(pack: Pack, results: Results) -> tuple[Cases, dict[str, Ints]]:
    """The one case of these results, rebuilt from what they carry, and its band on each axis."""
    facts = {
        item.id: np.array([position(pack.fact[item.id], item.read_as)], dtype=np.int64)
        for item in results.facts
    }
    scores = {
        item.id: np.array([np.nan if item.score is None else item.score]) for item in results.dimensions
    }
    overall = results.headline.score
    scores["headline"] = np.array([np.nan if overall is None else overall])
    case = Cases(1, facts, scores, default_weights(pack)[None, :])
    return case, decide(pack, case).axes
