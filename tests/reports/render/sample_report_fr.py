# ruff: noqa: E501 - sentences are read better on one line
"""The invented client in French: spaces, quotes and long words of that language on the pages."""

from dataclasses import replace

from reports.report import (
    BarRow,
    Bars,
    Callout,
    Column,
    Decision,
    DotRow,
    Dots,
    Figure,
    Heat,
    HeatCell,
    HeatRow,
    Item,
    Items,
    OptionLine,
    Para,
    Report,
    Row,
    Section,
    StepLine,
    Table,
)

from .sample_report import ENGLISH, LONG_NAME

# The no-break spaces of French, as the builder sets them.
N, T = "\u00a0", "\u202f"

DECISION = Decision(
    kicker="Décision soumise au comité exécutif",
    headline="Confier l’IA au directeur des systèmes d’information, par lettre de mission et avec du temps compté",
    meaning=f"Aucun poste n’est créé{N}: un membre du comité répond de l’IA dans son ensemble, avec la moitié de sa semaine "
    "libérée, un budget à cosigner et le droit d’arrêter un usage qui n’est pas maîtrisé.",
    tags=("Sous conditions", "Provisoire"),
    reasons_title="Pourquoi",
    reasons=(
        (
            "58/100",
            "Le besoin est réel sans remplir un poste : neuf usages en production dans six unités, dont deux face aux clients.",
        ),
        (
            "1,8",
            "La gouvernance retient le reste : les usages avancent plus vite que les règles, et nul n’en tient le registre.",
        ),
        (
            "",
            "Un dirigeant en poste connaît l’IA et dispose de temps, ce qui rend une recherche externe plus lente et plus chère.",
        ),
    ),
    how_title="Comment",
    how=(
        ("Qui", "Le directeur des systèmes d’information, par lettre de mission, pour dix-huit mois"),
        (
            "Rattachement",
            "Au directeur général pour l’IA ; le rattachement actuel demeure pour les systèmes d’information",
        ),
        ("À partir de", "Sous six semaines, une fois écrites les tâches transmises"),
        ("Coût", f"Pas de salaire nouveau{N}; 60{T}000 à 90{T}000{N}€ par an pour remplacer le temps libéré"),
        ("À revoir", "Dans douze mois, ou dès vingt usages en production"),
    ),
    sure_title="Degré de certitude",
    sure_figure=f"78{N}%",
    sure_text="Probable : cette option reste première dans la plupart des 10 000 variations des réponses, des poids, des seuils et des faits inconnus.",
    sure_share=0.78,
    options_title="Options examinées, ne rien faire compris",
    options=(
        OptionLine(
            "1",
            "Mandat élargi",
            f"78{N}%",
            "Un dirigeant compétent et disponible est en poste ; le besoin ne remplit pas un poste.",
            True,
        ),
        OptionLine(
            "2",
            "Responsable de l’IA",
            f"15{N}%",
            "Conviendrait si le directeur des systèmes d’information ne pouvait être libéré à mi-temps.",
            False,
        ),
        OptionLine(
            "3",
            "Les fondations d’abord",
            f"5{N}%",
            "Neuf usages tournent déjà : attendre les laisse sans répondant.",
            False,
        ),
        OptionLine(
            "4",
            "Directeur de l’IA à temps partagé",
            f"1{N}%",
            "Se justifie quand personne n’est compétent en interne.",
            False,
        ),
        OptionLine(
            "5",
            "Référent IA dans un métier",
            f"1{N}%",
            "Six unités dépendent des usages : un référent dans l’une n’a pas prise sur les autres.",
            False,
        ),
        OptionLine(
            "6",
            "Directeur de l’IA à temps plein",
            f"<1{N}%",
            "Le besoin s’établit à 58 sur 100, sous les 70 qui justifient un temps plein.",
            False,
        ),
    ),
    flips_title="Ce qui changerait cet avis",
    flips=(
        "Directeur des systèmes d’information : compétent sans temps disponible → Responsable de l’IA",
        "Usages en production : dix et plus au lieu de neuf → Responsable de l’IA",
        "Parrain : aucun au lieu du directeur général → Les fondations d’abord",
    ),
    conditions_title="À condition que",
    conditions=(
        "Le directeur général signe la lettre de mission et la liste des tâches transmises",
        "Le comité social et économique soit consulté avant tout déploiement nouveau (ressources humaines)",
    ),
    steps_title="Premières étapes",
    steps=(
        StepLine(
            f"30{N}jours",
            "Écrire la liste des usages de l’IA, avec leur responsable et ce qu’ils touchent",
            "Directeur des systèmes d’information",
        ),
        StepLine(
            f"60{N}jours",
            "Adopter une page de règles : quelles données dans quel outil",
            "Délégué à la protection des données",
        ),
        StepLine(
            f"90{N}jours",
            "Passer les usages en revue et arrêter ceux qui n’ont pas de responsable",
            "Comité exécutif",
        ),
    ),
    owner_title="Décision à prendre par",
    owner="Claire Aubrac, directrice générale",
)

_LEVELS = ("Au cas par cas", "Par endroits", "Défini", "Piloté", "En progrès")


def _cell(value: float) -> HeatCell:
    return HeatCell(f"{value:.1f}".replace(".", ","), min(int(value), 5))


_HEAT = Heat(
    "Note de chaque direction sur chaque dimension, de 1 à 5",
    "Direction",
    ("Outils", "Données", "Gouvernance", "Compétences", "Parrainage", "Moyenne"),
    (
        HeatRow(
            "Exploitation",
            (_cell(3.2), _cell(1.4), _cell(1.9), _cell(2.2), _cell(4.6), HeatCell("2,7", None, "total")),
        ),
        HeatRow(
            LONG_NAME,
            (
                _cell(5.0),
                HeatCell("trop peu", None, "too_few"),
                HeatCell("s. o.", None, "not_applicable"),
                _cell(2.0),
                _cell(3.0),
                HeatCell("–", None, "total"),
            ),
        ),
        HeatRow(
            "Recherche",
            (*(HeatCell("muette", None, "no_answer") for _ in range(5)), HeatCell("–", None, "total")),
        ),
        HeatRow(
            "Toutes les directions",
            tuple(HeatCell(text, None, "total") for text in ("3,1", "–", "1,8", "2,3", "2,9", "2,5")),
            total=True,
        ),
    ),
    (
        *((HeatCell(str(n), n), name) for n, name in enumerate(_LEVELS, start=1)),
        (HeatCell("trop peu", None, "too_few"), "Trop peu de réponses"),
        (HeatCell("s. o.", None, "not_applicable"), "Sans objet"),
        (HeatCell("muette", None, "no_answer"), "Aucune réponse reçue"),
    ),
)

FRENCH: Report = replace(
    ENGLISH,
    locale="fr",
    title=f"Faut-il nommer un directeur de l’IA, et comment{T}? Ateliers Corbelin",
    subject=f"Faut-il nommer un directeur de l’IA, et comment{T}?",
    date="16 novembre 2026",
    prepared_by="Préparé par Rivage Conseil",
    contents_title="Sommaire",
    decision=DECISION,
    sections=(
        Section(
            "who",
            "1",
            "Qui a répondu",
            "Une direction n’a pas répondu, et son silence est compté",
            "Muette : Recherche. 37 faits sur 42 sont connus.",
            (
                Figure(
                    (
                        ("8/9", "directions ont répondu", ""),
                        (f"91{N}%", "des questions applicables ont reçu un niveau", ""),
                        (f"6{N}%", "ont reçu «\u00a0je ne sais pas\u00a0»", ""),
                    )
                ),
                Para(
                    "Les bandes sont des intervalles de Student à 95\u00a0% sur les directions, coupés aux bouts de l’échelle."
                ),
                Callout(
                    "Une même réponse partout",
                    "Au juridique, une personne a donné le même niveau à chaque question.",
                    "warning",
                ),
            ),
        ),
        Section(
            "standing",
            "2",
            "Où nous en sommes",
            "Les outils mènent à 3,1 sur 5 ; la gouvernance retient le reste à 1,8",
            "Ensemble 2,5 sur 5, niveau «\u00a0par endroits\u00a0».",
            (
                Dots(
                    "Dimensions, de la plus forte à la plus faible",
                    ("Dimension", "Note de 1 à 5", "Note", "Niveau", "Bande"),
                    tuple(((n - 1) / 4, str(n)) for n in range(1, 6)),
                    (
                        DotRow("Outils", "3,1", "2,6–3,6", "Défini", 0.525, 0.4, 0.65, (0.4, 0.5, 0.6)),
                        DotRow(
                            "Gouvernance",
                            "1,8",
                            "1,4–2,2",
                            "Au cas par cas",
                            0.2,
                            0.1,
                            0.3,
                            (0.1, 0.2),
                            strong=True,
                        ),
                        DotRow("Données", "–", "", "", None, status="Trop peu de réponses"),
                    ),
                ),
                _HEAT,
                Bars(
                    "Part des variations où chaque option vient en tête",
                    (
                        BarRow("Mandat élargi", f"78{N}%", 0.78, 1.0, True),
                        BarRow("Responsable de l’IA", f"15{N}%", 0.15, 1.0),
                    ),
                ),
            ),
        ),
        Section(
            "options",
            "3",
            "Options comparées",
            "Six options pesées ; après la première, le responsable de l’IA vient au plus près",
            "",
            (
                Items(
                    (
                        Item(
                            "1",
                            "Mandat élargi",
                            "Un dirigeant en poste répond de l’IA.",
                            (
                                ("Pour", "Compétence et temps en poste."),
                                ("Contre", "L’urgent mange l’important."),
                            ),
                            ("Écrire la lettre.", "La signer."),
                            True,
                            "premier dans 78\u00a0% des cas",
                        ),
                    )
                ),
                Table(
                    "Fourchettes publiées",
                    (
                        Column("Fourchette", width=0.36),
                        Column("Employeur", width=0.36),
                        Column("Source", width=0.28),
                    ),
                    (
                        Row(
                            (
                                f"120{T}000{N}€ à 180{T}000{N}€ bruts par an",
                                "Entreprises de taille intermédiaire",
                                "Étude publiée en 2026",
                            )
                        ),
                    ),
                ),
            ),
        ),
    ),
    footer="ai_maturity/v1 · méthode 1 · 9f2c4b7d0e6a",
    labels={
        "attachment": "Résultats calculés, lisibles par une machine",
        "decision": "La décision",
        "skip": "Aller à la décision",
        "steps": "Comment",
    },
)
