"""What the findings board adds to the chapter of findings: findings of one's own, owners, how sure."""

from ..board import Board
from .dimensions import shown_score
from .voice import Voice


def own_findings(voice: Voice, board: Board) -> dict[str, tuple[str, str]]:
    """The consultant's own findings that have words in this language: key → claim and text."""
    return {
        item.key: (voice.set(item.claim[voice.locale]), voice.set(item.text[voice.locale]))
        for item in board.own
        if item.key not in wordless(board, voice.locale)
    }


def wordless(board: Board, locale: str) -> tuple[str, ...]:
    """Keys of the consultant's own findings without a claim or a text in a language, those left out aside."""
    return tuple(
        item.key
        for item in board.own
        if item.key not in board.left_out
        and not all(texts.get(locale, "").strip() for texts in (item.claim, item.text))
    )


def board_lines(voice: Voice, board: Board, key: str) -> tuple[tuple[str, str], ...]:
    """The labelled lines under a finding: its evidence, how sure it is, and whose it is."""
    lines = []
    evidence = [place for item in board.own if item.key == key for place in item.evidence]
    if evidence:
        lines.append((voice.say("Rests on"), voice.joined(_evidence(voice, place) for place in evidence)))
    if key in board.confidence:
        words = {
            "clear": voice.say("clear"),
            "likely": voice.say("likely"),
            "uncertain": voice.say("uncertain"),
        }
        lines.append((voice.say("Confidence"), voice.cap(words[board.confidence[key]])))
    if key in board.owners:
        lines.append((voice.say("Owner"), voice.owner(board.owners[key])))
    return tuple(lines)


def _evidence(voice: Voice, place: str) -> str:
    """A dimension, or a question's topic, with its score of the day."""
    if place in voice.dimensions:
        return f"{voice.dimension(place)} ({voice.score(voice.dimensions[place].score)})"
    topic = voice.of(voice.pack.question[place].topic)
    return f"{topic} ({shown_score(voice, voice.questions[place])})"
