"""How sure we are: stability, flips, distances."""

from ..report import (
    BarRow,
    Bars,
    Beside,
    Block,
    Bullets,
    Column,
    Heading,
    Para,
    Row,
    Section,
    Table,
)
from .flips import flip_groups, flip_line
from .phrases import sure_sentence
from .voice import Voice

MOST_FLIPS = 14
MOST_PAIRS = 3


def sure_section(voice: Voice) -> Section:
    reached, stable = voice.decided
    headline = voice.say(
        "“{verdict}” comes first in {share} of {runs} variations",
        verdict=voice.verdict(reached),
        share=voice.percent(stable.shares[reached]),
        runs=voice.whole(stable.runs),
    )
    shares = tuple(
        BarRow(voice.verdict(key), voice.percent(share), share, 1.0, key == reached)
        for key, share in sorted(stable.shares.items(), key=lambda pair: -pair[1])
    )
    names = {
        "departments": voice.say("Which departments answered"),
        "weights": voice.say("Weights of dimensions and of need"),
        "aggregation": voice.say("How dimensions are averaged"),
        "thresholds": voice.say("Where thresholds lie"),
        "unknown_facts": voice.say("Unknown facts"),
        "dont_know": voice.say("“I do not know” read as level 1"),
    }
    alone = tuple(
        BarRow(names[key], voice.percent(share), share, 1.0, share < 0.9)
        for key, share in stable.sources.items()
    )
    blocks: list[Block] = [
        Beside(
            Bars(voice.say("Share of variations in which each option comes first"), shares),
            Bars(
                voice.say("Share that keeps the verdict when one source varies alone"),
                alone,
                note=voice.say("The lower the bar, the more that source decides."),
            ),
        ),
        *_unknown(voice),
        *_flips(voice),
        _distances(voice),
    ]
    lead = f"{sure_sentence(voice)} {voice.say('Facts that were stated are taken as true: what follows says which of them matter.')}"
    return Section("sure", "", voice.say("How sure we are"), headline, lead, tuple(blocks))


def _unknown(voice: Voice) -> tuple[Para, ...]:
    mandate = voice.results.mandate
    if len(mandate.possible) < 2:
        return ()
    names = voice.listing(voice.small(voice.verdict(key)) for key in mandate.possible)
    text = voice.say(
        "While the unknown facts stay unknown, these verdicts remain possible: {names}.", names=names
    )
    if not mandate.possible_exhaustive:
        text += " " + voice.say(
            "So many facts are unknown that their combinations were sampled, not all tried."
        )
    return (Para(voice.passage("sure.unknown", text)),)


def _flips(voice: Voice) -> tuple[Block, ...]:
    singles = [flip for flip in voice.results.mandate.flips if len(flip.changes) == 1]
    pairs = [flip for flip in voice.results.mandate.flips if len(flip.changes) == 2]
    blocks: list[Block] = []
    for cause, title in (
        ("world", voice.say("It would flip if the world changed")),
        ("answer", voice.say("It would flip if an answer were wrong")),
    ):
        alone = flip_groups(voice, [flip for flip in singles if flip.cause == cause])
        lines = [line for _, line in alone][:MOST_FLIPS]
        lines += [flip_line(voice, flip) for flip in pairs if flip.cause == cause][:MOST_PAIRS]
        if lines:
            blocks += [Heading(title), Bullets(tuple(lines), small=True)]
    if pairs:
        text = voice.say(
            "{singles} single changes and {pairs} pairs of changes lead to another verdict; of the pairs the first are shown, "
            "the results file lists all.",
            singles=voice.whole(len(singles)),
            pairs=voice.whole(len(pairs)),
        )
    else:
        text = voice.say(
            "{singles} single changes lead to another verdict; no further pair of changes does.",
            singles=voice.whole(len(singles)),
        )
    return (*blocks, Para(text, small=True))


def _distances(voice: Voice) -> Table:
    rows = []
    for item in voice.results.mandate.distances:
        score = voice.dimensions[item.dimension].score
        if item.boundary is None or item.delta is None or item.verdict is None:
            cells = (
                voice.dimension(item.dimension),
                _fine(voice, score),
                "–",
                "–",
                voice.say("no score changes it"),
            )
        else:
            cells = (
                voice.dimension(item.dimension),
                _fine(voice, score),
                voice.fine(item.boundary),
                voice.signed(item.delta),
                voice.verdict(item.verdict),
            )
        rows.append(Row(cells))
    return Table(
        voice.say("Distance to the nearest boundary, all else equal"),
        (
            Column(voice.say("Dimension"), width=0.28),
            Column(voice.say("Score"), "right", 0.12),
            Column(voice.say("Boundary"), "right", 0.14),
            Column(voice.say("Distance"), "right", 0.14),
            Column(voice.say("Verdict beyond it"), width=0.32),
        ),
        tuple(rows),
    )


def _fine(voice: Voice, score: float | None) -> str:
    return "–" if score is None else voice.fine(score)
