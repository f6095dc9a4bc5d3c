"""The headings that form tools write themselves, in English and French, and the kind of export they tell."""

import re
from typing import Final, Literal, TypeAlias

from questionnaires.model import Pack

from .mapping import Kind
from .matching import plain
from .own import is_own
from .table import Table

Found: TypeAlias = Kind | Literal["own"]


def _set(*texts: str) -> frozenset[str]:
    return frozenset(plain(text) for text in texts)


STARTED: Final = _set("Start time", "Heure de début")
COMPLETED: Final = _set("Completion time", "Heure de fin", "Heure d'achèvement")
TIMESTAMP: Final = _set("Timestamp", "Horodateur", "Horodatage")
EMAIL: Final = _set(
    "Email",
    "E-mail",
    "Email address",
    "Adresse e-mail",
    "Adresse mail",
    "Adresse de messagerie",
    "Courrier électronique",
    "Adresse électronique",
    "Username",
    "Nom d'utilisateur",
)
TOKEN: Final = _set("token", "Access code", "Code d'accès", "Jeton", "Invitation")
RESPONSE_ID: Final = _set("id", "Response ID", "ID de la réponse", "Identifiant de la réponse")
SUBMIT_DATE: Final = _set("submitdate", "Date submitted", "Date de soumission", "Date d'envoi")
_LIMESURVEY: Final = SUBMIT_DATE | _set(
    "lastpage",
    "Last page",
    "Dernière page",
    "startlanguage",
    "Start language",
    "Langue de départ",
    "Langue de démarrage",
)
FIXED: Final[dict[Kind, frozenset[str]]] = {
    "microsoft_forms": STARTED
    | COMPLETED
    | EMAIL
    | _set(
        "ID",
        "Name",
        "Nom",
        "Last modified time",
        "Heure de la dernière modification",
        "Language",
        "Langue",
        "Total points",
        "Total des points",
        "Total de points",
        "Quiz feedback",
        "Commentaires du questionnaire",
        "Grade posted time",
    ),
    "google_forms": TIMESTAMP | EMAIL | _set("Score", "Note"),
    "limesurvey": _LIMESURVEY
    | RESPONSE_ID
    | TOKEN
    | _set(
        "seed",
        "Graine",
        "startdate",
        "Date started",
        "Date de lancement",
        "Date de début",
        "datestamp",
        "Date last action",
        "Date de la dernière action",
        "ipaddr",
        "IP address",
        "Adresse IP",
        "refurl",
        "Referrer URL",
        "URL référente",
        "interviewtime",
        "Total time",
        "Temps total",
    ),
    "other": frozenset(),
}
"""Headings that hold no question, by kind."""

_MARKS: Final = re.compile(r"(points|feedback|commentaires?) - .+")
_TIMES: Final = re.compile(r"group ?time.*|question ?time.*|[a-z0-9]+time|(durée|temps) .*")
_BESIDES: Final = re.compile(r".*\[(comment|commentaire|other|autre)\]", re.DOTALL)
"""What stands beside an answer in LimeSurvey: a remark, or a free text."""
_CODED: Final = re.compile(r"([a-z][a-z0-9_]*(?:\[[^\]]*\])?)\. +(\S.*)", re.DOTALL)

DEPARTMENTS: Final = (
    "Department",
    "Your department",
    "Which department do you work in?",
    "What is your department?",
    "Quel est votre département ?",
    "Quelle est votre direction ?",
    "Quel est votre service ?",
    "Department or function",
    "Business unit",
    "Team",
    "Your team",
    "Division",
    "Département",
    "Votre département",
    "Direction",
    "Votre direction",
    "Service",
    "Votre service",
    "Direction ou service",
    "Entité",
    "Dans quel département travaillez-vous ?",
    "Dans quelle direction travaillez-vous ?",
    "Dans quel service travaillez-vous ?",
)
ROLES: Final = (
    "Role",
    "Your role",
    "What is your role?",
    "Function",
    "Your function",
    "Position",
    "Job title",
    "Rôle",
    "Votre rôle",
    "Quel est votre rôle ?",
    "Fonction",
    "Votre fonction",
    "Quelle est votre fonction ?",
    "Poste",
)


def uncoded(heading: str) -> tuple[str, str]:
    """Code and text of a LimeSurvey heading ``CODE. text``; the heading twice where it is none."""
    found = _CODED.fullmatch(plain(heading))
    return (found[1], found[2]) if found else (plain(heading), plain(heading))


def detect(table: Table, pack: Pack) -> Found:
    """Whether a table is in our own format, or which tool's export it is by its fixed headings."""
    headings = [heading for heading in table.header.cells if heading.strip()]
    plains = {plain(heading) for heading in headings}
    if is_own(table) and plains & set(pack.question):
        return "own"
    if sum(bool(set(uncoded(heading)) & _LIMESURVEY) for heading in headings) >= 2:
        return "limesurvey"
    if plains & STARTED and plains & COMPLETED:
        return "microsoft_forms"
    if headings and plain(headings[0]) in TIMESTAMP:
        return "google_forms"
    return "other"


def is_fixed(heading: str, kind: Kind) -> bool:
    """Whether a heading is one that the tool writes itself, and so holds no question."""
    code, text = uncoded(heading)
    if {code, text} & FIXED[kind]:
        return True
    if kind == "microsoft_forms":
        return bool(_MARKS.fullmatch(text))
    return kind == "limesurvey" and bool(_TIMES.fullmatch(code) or _BESIDES.fullmatch(plain(heading)))
