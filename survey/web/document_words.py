"""What documents and their states are called on pages."""

from ..services.bundles import Item
from .language import language_name, locale, say


def kind_name(kind: str) -> str:
    """What a kind of document is called."""
    return {
        "report": say("Full report (PDF)"),
        "board": say("Two pages for the board (PDF)"),
        "department": say("One report a department (PDF)"),
        "slides": say("Slides with charts to edit (PPTX)"),
        "text": say("Report to edit (DOCX)"),
        "letter": say("Mission letter or job description (DOCX)"),
        "roadmap": say("Roadmap (XLSX)"),
        "scores": say("Results with live formulas (XLSX)"),
        "page": say("Report as one page (HTML)"),
        "data": say("Results for machines (JSON)"),
        "archive": say("Client archive (ZIP)"),
    }[kind]


def about(kind: str) -> str:
    """What a kind of document is good for."""
    return {
        "report": say("To read and to keep: about thirty pages"),
        "board": say("The decision, and where we stand"),
        "department": say("Its own numbers and next steps, where they may be shown"),
        "slides": say("To present: decision, scores, next steps"),
        "text": say("The whole text, to be reworked in a word processor"),
        "letter": say("A draft for whoever is appointed, where there is a verdict"),
        "roadmap": say("Each step with owner, day, proof and the answers behind it"),
        "scores": say("Every figure, computed again in the sheet"),
        "page": say("Opens in any browser, without a network"),
        "data": say("All numbers, for your own tools"),
        "archive": say("Everything of this client, names and answers too: for you, not for its leadership"),
    }[kind]


def full_name(item: Item) -> str:
    """A document by its kind, department and language."""
    language = language_name(item.locale) if item.locale else ""
    if locale() == "fr":
        language = language.lower()
    name = say("Report of {name} (PDF)", name=item.department) if item.department else kind_name(item.kind)
    return f"{name} · {language}" if language else name


def state(item: Item) -> tuple[str, str]:
    """How far a document has come, in words, and the tone of its tag."""
    return {
        "waiting": (say("Waiting"), "wait"),
        "made": (say("Made"), "good"),
        "skipped": (say("Left out"), "quiet"),
        "failed": (say("Could not be made"), "alert"),
    }[item.state]


def reason(item: Item) -> str:
    """Why a document is missing: ours in words, or what the program said."""
    if item.state != "skipped":
        words = item.error
        return say("The program said: {words}. Try again, then tell who runs it.", words=words)
    return {
        "no_verdict": say("There is no verdict yet, and so no letter to draft."),
        "no_roadmap": say("There is no roadmap in these results."),
        "no_results": say("The version was withdrawn from the database, or nothing was computed."),
        "unknown": say("This kind of document is no longer made."),
    }.get(item.error, item.error)


def size(item: Item) -> str:
    """How large a document is, in words."""
    if item.size < 1000:
        return say("{n} bytes", n=item.size)
    if item.size < 1_000_000:
        return say("{n} KB", n=round(item.size / 1000))
    figure = f"{item.size / 1_000_000:.1f}"
    return say("{n} MB", n=figure.replace(".", ",") if locale() == "fr" else figure)
