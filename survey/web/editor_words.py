"""The report's editor in words: what passages are called, how they stand, what is wrong with a text."""

from collections.abc import Mapping

from questionnaires.model import Pack
from reports.passages import UnfitText

from ..services.editor import Place, State
from .language import language_name, locale, say, words


def passage_name(pack: Pack, key: str) -> str:
    """What a passage is called within its section."""
    parts = key.split(".")
    last = next(part for part in reversed(parts) if not part.isdigit() and part != "otherwise")
    if parts[:2] == ["decision", "condition"]:
        last = "condition"
    name = _names().get(last, say("Text"))
    about = _about(pack, parts)
    return say("{about}: {name}", about=about, name=name[0].lower() + name[1:]) if about else name


def _about(pack: Pack, parts: list[str]) -> str:
    """The option, mission or profile that a passage is about; "" for none."""
    if len(parts) < 3:
        return ""
    missions = {item.id: item.name for item in pack.appointment.missions}
    profiles = {item.id: item.name for item in pack.appointment.profiles}
    known = {
        "options": {key: verdict.name for key, verdict in pack.verdict.items()},
        "mandate": missions,
        "who-to-appoint": profiles,
    }.get(parts[0], {})
    return words(known[parts[1]]) if parts[1] in known else ""


def _names() -> dict[str, str]:
    return {
        "headline": say("Headline"),
        "lead": say("Opening"),
        "claim": say("Finding"),
        "text": say("Text"),
        "meaning": say("What it means"),
        "for": say("Speaks for it"),
        "against": say("Speaks against it"),
        "who": say("Who"),
        "reports_to": say("Reports to"),
        "when": say("When"),
        "cost": say("Cost"),
        "pay": say("Pay range"),
        "reassess": say("When to look again"),
        "sure": say("How sure"),
        "unknown": say("What is not known"),
        "led_here": say("What led here"),
        "condition": say("Condition"),
        "owner": say("Owner of the decision"),
        "allows": say("What the answers allow"),
        "one_answer": say("One answer throughout"),
        "remarks": say("Remarks"),
        "today": say("Today"),
        "next": say("Next level"),
        "row": say("Why this row of the table"),
        "disputed": say("What is disputed"),
        "provisional": say("Why it is provisional"),
        "deliverable": say("What is handed over"),
        "decides": say("Decides"),
        "shares": say("Shares"),
        "leaves": say("Leaves to others"),
        "model": say("How the team works"),
        "team": say("Team"),
        "inside": say("Inside or outside"),
        "why_this_line": say("Why this line"),
        "origin": say("Where such people come from"),
        "strengths": say("Brings"),
        "watch": say("Watch"),
        "fits": say("Fits when"),
    }


def spoken(code: str) -> str:
    """A language within a sentence."""
    name = language_name(code)
    return name.lower() if locale() == "fr" else name


def in_language(code: str) -> str:
    """The language of a text, as the label of its field."""
    return {"en": say("In English"), "fr": say("In French")}[code]


def state(found: State) -> tuple[str, str]:
    """How a passage stands in a language: words, and the tone of its tag."""
    return {
        "ours": (say("proposed text"), "quiet"),
        "own": (say("own words"), ""),
        "stale": (say("behind"), "wait"),
        "unprintable": (say("cannot print"), "alert"),
    }[found]


def worst(places: list[Place], locale: str) -> tuple[str, str]:
    """The gravest state of a section's passages in a language."""
    order: tuple[State, ...] = ("unprintable", "stale", "own", "ours")
    found = {place.states[locale] for place in places if locale in place.states}
    return state(next((item for item in order if item in found), "ours"))


def fault(found: UnfitText, facts: Mapping[str, str]) -> str:
    """What is wrong with a text, and how to mend it."""
    match found.fault:
        case "empty":
            return say("Write a text, or go back to the proposed one")
        case "brace":
            return say(
                "A brace has no pair. A fact is written {name}; a brace to be printed is written twice",
                name="{name}",
            )
        case "unknown_fact":
            if not facts:
                return say("There is no fact {name} here: this passage has none", name=f"{{{found.word}}}")
            known = ", ".join(f"{{{name}}}" for name in facts)
            return say(
                "There is no fact {name} here. Take one of {known}", name=f"{{{found.word}}}", known=known
            )
        case "html":
            return say("Write plain text: {found} would be printed as it is", found=found.word)
        case "character" if found.word in ("U+000A", "U+000D"):
            return say("A passage is one paragraph: take out the line break")
        case "character":
            return say("The character {found} cannot be printed: take it out", found=found.word)
        case "too_long":
            return say("Shorten this by {n} letters, its facts filled in", n=found.word)


def changed(values: tuple[str | None, str | None]) -> str:
    """What a fact was when the text was written, and what it is now."""
    was, now = values
    if was is None:
        return say("new: {now}", now=now)
    if now is None:
        return say("was {was}, is gone", was=was)
    return say("was {was}, is {now}", was=was, now=now)


def side_name(section: str, passage: str, code: str) -> str:
    """A passage in a language, as the list of what is left names it."""
    return say("{section} · {passage} ({language})", section=section, passage=passage, language=spoken(code))
