"""What the library says of a questionnaire: its state, its texts, what its check found, in plain words."""

import re
from collections.abc import Callable
from typing import Final

from questionnaires.model import Pack, Question
from questionnaires.yaml_lines import Fault

from ..services.library import Shelved
from .language import language_name, locale, say, words

Told = tuple[str, str]
"""What is wrong, and how to mend it."""
_IN_QUESTION: Final = re.compile(
    r"questions\.(?P<question>\w+)(?:\.(?P<field>\w+)(?:\.(?P<number>\d+))?(?:\.\w+)?)?"
    r"(?: \((?P<locale>\w\w)\))?"
)


def states() -> dict[str, tuple[str, str]]:
    """The state of a version: word and tone."""
    return {
        "shipped": (say("Comes with the program"), "quiet"),
        "draft": (say("Draft"), "wait"),
        "frozen": (say("Used, frozen"), "good"),
    }


def called(shelved: Shelved) -> str:
    """A version by its title and number."""
    return say("{title}, version {n}", title=title(shelved), n=shelved.version[1:])


def title(shelved: Shelved) -> str:
    """The title of a version in the page's language."""
    return shelved.titles.get(locale(), "") or shelved.title


def choices(shelf: list[Shelved]) -> list[tuple[str, str]]:
    """Versions to choose from, told apart by their state where they are called the same."""
    return [(one.name, f"{called(one)} · {states()[one.state][0]}") for one in shelf]


def named(question: Question) -> str:
    """A question by its name in tables: in the page's language, or in one that has it, or by its id."""
    known = filter(None, question.topic.root.values())
    return words(question.topic) or next(known, question.id)


def fields() -> dict[str, str]:
    """The texts of a question, as a comparison names them."""
    return {
        "title": say("Title"),
        "topic": say("Name in tables"),
        "text": say("Question"),
        "why": say("Why we ask"),
        "statements": say("Statement"),
        "proof": say("What could be shown"),
        "awareness": say("What people did not know"),
        "words": say("Word"),
    }


def place(found: Fault, pack: Pack) -> tuple[str, str]:
    """The question that a fault is about, or "", and where it stands in words."""
    where = found.text.partition(": ")[0]
    match = _IN_QUESTION.fullmatch(where)
    question = pack.question.get(match["question"]) if match else None
    if match is None or question is None:
        return "", where
    field = fields().get(match["field"] or "", "")
    numbered = f"{field} {match['number']}" if match["number"] else field
    language = language_name(match["locale"]) if match["locale"] else ""
    return question.id, " · ".join(filter(None, (named(question), numbered, language)))


def fault(found: Fault) -> Told:
    """What a fault says and how to mend it here; in the authors' own words where it is a rare one."""
    place, _, text = found.text.partition(": ")
    text = text or place
    for pattern, sentence in _SENTENCES:
        if match := pattern.match(text):
            return sentence(*match.groups())
    message, _, fix = text.partition("; ")
    return message, fix


def _empty() -> Told:
    return say("the text is empty"), say("write it")


def _words(n: str) -> Told:
    return say("{n} words in a statement", n=n), say("a statement has 12 to 22")


def _figure() -> Told:
    return say("a figure in a statement"), say("say what can be observed instead")


def _quotes() -> Told:
    return say("straight double quotes"), say("write « » in French, “ ” in English")


def _no_break() -> Told:
    text = say("a no-break space typed by hand")
    return text, say("type an ordinary one: the others are set by themselves")


def _close(at: str) -> Told:
    return say("no space at “{text}”", text=at), say("in French, type one before ; : ! ? and inside « »")


def _long(n: str, most: str) -> Told:
    return say("{n} characters, at most {most}", n=n, most=most), say("shorten it")


def _same() -> Told:
    return say("the same text in both languages"), say("translate it")


def _all(n: str) -> Told:
    return say("{n} questions in all", n=n), say("ask 20 to 30")


def _few(n: str) -> Told:
    return say("{n} questions in this dimension", n=n), say("ask at least 4 in every dimension")


def _departments(n: str) -> Told:
    text = say("{n} questions of this dimension are about the department", n=n)
    return text, say("ask at least 2, so that departments can be compared")


def _question(name: str) -> Told:
    text = say("an action rests on the question “{name}”, which is not asked", name=name)
    return text, say("put the question back, or take it out of the actions")


def _action(name: str) -> Told:
    text = say("this names the action “{name}”, which is gone", name=name)
    return text, say("put the question back on which it rested, then keep it")


def _informants() -> Told:
    return say("nobody is named who knows the answer"), say("choose the functions that know best")


def _awareness() -> Told:
    text = say("what people did not know is not said")
    return text, say("complete the sentence “… do not know”, in every language")


def _no_awareness() -> Told:
    text = say("what people did not know is for questions about the organisation")
    return text, say("empty it in every language")


def _step(n: str, start: str, end: str) -> Told:
    text = say("{n} actions lead from level {start} to {end} of this dimension", n=n, start=start, end=end)
    return text, say("put the question back that they rested on: at least 3 are needed")


_SENTENCES: Final[tuple[tuple[re.Pattern[str], Callable[..., Told]], ...]] = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"the text is empty", _empty),
        (r"(\d+) words; a statement", _words),
        (r"a figure in a statement", _figure),
        (r"straight double quotes", _quotes),
        (r"a no-break space", _no_break),
        (r"no space at (?:'|\")(.+)(?:'|\"); type", _close),
        (r"(\d+) characters, at most (\d+)", _long),
        (r"the same in \w\w and \w\w", _same),
        (r"(\d+) questions; ask 20 to 30", _all),
        (r"(\d+) questions; ask at least", _few),
        (r"(\d+) questions about the department", _departments),
        (r"no question '(\w+)'", _question),
        (r"no action '(\w+)'", _action),
        (r"a question about the organisation needs informants", _informants),
        (r"a question about the organisation needs 'awareness'", _awareness),
        (r"a question about the department has no 'awareness'", _no_awareness),
        (r"(\d+) from level (\d) to (\d) of", _step),
    )
)
"""How the check begins its commoner sentences, and how they are said here."""
