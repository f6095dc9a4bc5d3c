# ruff: noqa: E501 - sentences are read better on one line
"""An invented report that uses every kind of block, in English and in French, and its extremes.

Ateliers Corbelin does not exist; its figures were made up to look at pages with.
"""

from dataclasses import replace

from reports.report import (
    BarRow,
    Bars,
    Block,
    Bullets,
    Callout,
    Column,
    Decision,
    DotRow,
    Dots,
    Figure,
    Heading,
    Heat,
    HeatCell,
    HeatRow,
    Item,
    Items,
    OptionLine,
    PageBreak,
    Pairs,
    Para,
    Path,
    PathStep,
    Report,
    Row,
    Section,
    Spread,
    SpreadRow,
    StepLine,
    Table,
    Timeline,
    TimelineRow,
)

LONG_NAME = "Direction de la transformation, des achats et de la logistique"
LEVELS = ("Case by case", "In pockets", "Defined", "Steered", "Improving")
DIMENSIONS = ("Tooling", "Data", "Governance", "Skills", "Sponsorship")
DEPARTMENTS = (
    "Operations",
    "Sales and customers",
    "Finance and control",
    "Human resources",
    LONG_NAME,
    "Legal",
    "IT and data",
    "Quality",
)


def cell(value: float) -> HeatCell:
    """A heat cell on the scale."""
    return HeatCell(f"{value:.1f}", min(int(value), 5))


DECISION = Decision(
    kicker="Decision for the executive committee",
    headline="Give the chief information officer an extended mandate for AI, with a written share of time",
    meaning="No new post: one executive already in the committee answers for AI as a whole, with half of the working "
    "week freed, a budget to co-sign and the right to stop a use that is not under control.",
    tags=("Conditional",),
    reasons_title="Why",
    reasons=(
        (
            "58/100",
            "The need is real and not yet full-time: nine uses in production across six units, two of them facing customers.",
        ),
        (
            "1.8",
            "Governance holds the rest back: uses grow faster than the rules, and nobody keeps a register of them.",
        ),
        (
            "1/4",
            "One executive in post is fluent in AI and has time for it, which makes an outside search slower and dearer.",
        ),
    ),
    how_title="How",
    how=(
        ("Who", "The chief information officer, by mission letter, for eighteen months"),
        ("Reports to", "The chief executive on AI matters; the present line is kept for information systems"),
        ("From when", "Within six weeks, once the duties handed over are named in writing"),
        ("Cost", "No salary line; €60,000 to €90,000 a year to replace the time that is freed"),
        ("Look again", "In twelve months, or when twenty uses are in production"),
    ),
    sure_title="How sure",
    sure_figure="78%",
    sure_text="Likely: this option stays first in most of 10,000 variations of the answers, weights, thresholds and unknown "
    "facts. Next: head of AI, 15%.",
    sure_share=0.78,
    options_title="Options considered, doing nothing included",
    options=(
        OptionLine(
            "1",
            "Extended mandate",
            "78%",
            "A fluent executive with time exists; the need does not fill a post of its own.",
            True,
        ),
        OptionLine(
            "2",
            "Head of AI",
            "15%",
            "Would fit if the chief information officer could not be freed for half of the week.",
            False,
        ),
        OptionLine(
            "3",
            "Foundations first",
            "5%",
            "Nine uses already run: waiting leaves them without anybody who answers for them.",
            False,
        ),
        OptionLine(
            "4",
            "Fractional chief AI officer",
            "1%",
            "Pays where nobody inside is fluent, which is not the case here.",
            False,
        ),
        OptionLine(
            "5",
            "AI lead in a business unit",
            "1%",
            "Six units depend on the uses; a lead inside one of them has no reach over the rest.",
            False,
        ),
        OptionLine(
            "6",
            "Full-time chief AI officer",
            "<1%",
            "The need stands at 58 of 100, under the 70 from which a full-time post is held.",
            False,
        ),
    ),
    flips_title="What would change this advice",
    flips=(
        "Chief information officer: fluent without time instead of fluent with time → Head of AI",
        "Uses in production: from ten upwards instead of nine → Head of AI",
        "Sponsor: none instead of chief executive → Foundations first",
    ),
    conditions_title="On condition that",
    conditions=(
        "The chief executive signs the mission letter and the list of duties handed over (chief executive)",
        "A right to stop a use is written into the letter (executive committee)",
    ),
    steps_title="First steps",
    steps=(
        StepLine(
            "30 days",
            "Write down every AI use with its owner and what it touches",
            "Chief information officer",
        ),
        StepLine(
            "60 days", "Adopt one page of rules on which data may enter which tool", "Data protection officer"
        ),
        StepLine(
            "90 days", "Review all uses in committee and stop those without an owner", "Executive committee"
        ),
    ),
    owner_title="Decision to be taken by",
    owner="Claire Aubrac, chief executive",
)


def who() -> Section:
    """Who answered."""
    rows = (
        *(
            Row((name, f"{80 + 35 * n}", "4", "4" if n % 3 else "3", f"{3 + n}%"))
            for n, name in enumerate(DEPARTMENTS)
        ),
        Row(("Research", "–", "2", "0", "–")),
    )
    return Section(
        "who",
        "1",
        "Who answered",
        "One department has not answered, and its silence is counted",
        "Silent: Research. 37 of 42 facts about the organisation are known.",
        (
            Figure(
                (
                    ("8/9", "departments answered", "Research is silent"),
                    ("91%", "of applicable questions answered with a level", ""),
                    ("6%", "of applicable questions answered “I do not know”", ""),
                )
            ),
            Para(
                "Bands are 95% Student intervals over departments, cut at the ends of the scale. With so few departments they "
                "are wide, and rightly so."
            ),
            Callout(
                "One answer throughout",
                "In Legal, a respondent gave the same level to every question. The answers are kept and should be talked through.",
                "warning",
            ),
            Table(
                "Answers by department",
                (
                    Column("Department", width=0.44),
                    Column("Headcount", "right", 0.14),
                    Column("Invited", "right", 0.14),
                    Column("Answered", "right", 0.14),
                    Column("Do not know", "right", 0.14),
                ),
                rows,
                "A dash: not stated, or nobody answered. Do not know: share of the answers given.",
            ),
        ),
    )


def standing() -> Section:
    """Where the organisation stands."""
    ticks = tuple(((n - 1) / 4, str(n)) for n in range(1, 6))
    rows = (
        DotRow("Tooling", "3.1", "2.6–3.6", "Defined", 0.525, 0.4, 0.65, (0.35, 0.4, 0.5, 0.55, 0.6, 0.72)),
        DotRow("Sponsorship", "2.9", "2.2–3.6", "In pockets", 0.475, 0.3, 0.65, (0.25, 0.4, 0.6, 0.75)),
        DotRow("Skills", "2.3", "1.0–2.9", "In pockets", 0.325, 0.0, 0.475, (0.0, 0.25, 0.33, 0.5)),
        DotRow(
            "Governance", "1.8", "1.4–2.2", "Case by case", 0.2, 0.1, 0.3, (0.1, 0.15, 0.2, 0.35), strong=True
        ),
        DotRow(
            "Improvement beyond the scale",
            "5.0",
            "",
            "Improving",
            1.0,
            status="from fewer than three respondents, indicative",
        ),
        DotRow("Data", "–", "", "", None, status="Not assessed: too few answers"),
    )
    levels = tuple(
        Row((f"{n} · {name}", meaning, where), strong=where != "–")
        for n, (name, meaning, where) in enumerate(
            (
                (
                    "Case by case",
                    "Depends on persons; nothing is written down and nobody answers for it.",
                    "Governance",
                ),
                ("In pockets", "Works in some teams, unknown next door.", "Sponsorship, Skills"),
                ("Defined", "Written, known and applied in most places.", "Tooling"),
                ("Steered", "Measured, with somebody who acts on the figures.", "–"),
                ("Improving", "Better each quarter, and able to show it.", "–"),
            ),
            start=1,
        )
    )
    return Section(
        "standing",
        "2",
        "Where we stand",
        "Tooling leads at 3.1 of 5; governance holds the rest back at 1.8",
        "Overall 2.5 of 5, level “In pockets”: works in some teams, unknown next door. The mean of the dimensions is 2.6; "
        "the overall score is capped at one level above the weakest.",
        (
            Dots(
                "Dimensions, strongest first",
                ("Dimension", "Score from 1 to 5", "Score", "Level", "Band"),
                ticks,
                rows,
                "Large dot: the organisation. Small ticks: departments. Band: 95% Student interval over departments.",
            ),
            Para("Counting heads instead of departments, skills would stand at 2.6 instead of 2.3."),
            Table(
                "What the levels mean, and who is where",
                (
                    Column("Level", width=0.26),
                    Column("Meaning", width=0.44),
                    Column("Dimensions found here", width=0.3),
                ),
                levels,
            ),
        ),
    )


def heat(names: tuple[str, ...]) -> Heat:
    """Scores of departments on dimensions, with each of the four states."""
    rows = []
    for n, name in enumerate(names):
        cells = [cell(1 + (n * 7 + d * 11) % 40 / 10) for d in range(5)]
        if n % 5 == 1:
            cells[1] = HeatCell("too few", None, "too_few")
        if n % 5 == 2:
            cells[3] = HeatCell("n/a", None, "not_applicable")
        rows.append(HeatRow(name, (*cells, HeatCell("2.4", None, "total"))))
    silent = tuple(HeatCell("silent", None, "no_answer") for _ in range(5))
    rows.append(HeatRow("Research", (*silent, HeatCell("–", None, "total")), note="invited twice"))
    total = tuple(HeatCell(text, None, "total") for text in ("3.1", "–", "1.8", "2.3", "2.9", "2.5"))
    rows.append(HeatRow("All departments", total, total=True))
    legend = (
        *((HeatCell(str(n), n), name) for n, name in enumerate(LEVELS, start=1)),
        (HeatCell("too few", None, "too_few"), "Too few answers"),
        (HeatCell("n/a", None, "not_applicable"), "Does not apply"),
        (HeatCell("silent", None, "no_answer"), "No answer received"),
    )
    return Heat(
        "Score of each department on each dimension, 1 to 5",
        "Department",
        (*DIMENSIONS, "Mean"),
        tuple(rows),
        legend,
        "Questions about the organisation have one answer, that of the best-placed informant. The bottom row is the mean of the column.",
    )


def departments(names: tuple[str, ...] = DEPARTMENTS) -> Section:
    """Where departments differ."""
    return Section(
        "departments",
        "3",
        "Departments",
        "Departments differ most on data: from 1.1 to 4.6",
        "Quality shows what works here; Legal shows where it is missing.",
        (
            heat(names),
            Table(
                "How far the choices made move the scores",
                (
                    Column("Dimension"),
                    Column("Score", "right"),
                    Column("Without any one department", "center"),
                    Column("By headcount", "right"),
                    Column("“I do not know” read as 1", "right"),
                ),
                (
                    Row(("Tooling", "3.1", "2.9–3.3", "3.2", "2.8")),
                    Row(("Governance", "1.8", "1.7–1.9", "1.8", "1.5"), strong=True),
                ),
            ),
        ),
    )


def dimension(number: int, name: str) -> Section:
    """A page on one dimension."""
    counts = ((3, 7, 4, 1, 0), (0, 2, 9, 4, 1), (12, 1, 1, 1, 1), (1, 1, 1, 1, 1), (0, 0, 0, 0, 0))
    topics = (
        "How a new AI use is cleared",
        "Who checks results that matter",
        "Rules on the use of AI",
        "Register of uses with owner, purpose and risk class",
        "Errors and incidents",
    )
    rows = []
    for topic, parts in zip(topics, counts, strict=True):
        total = sum(parts)
        shares = tuple(part / total if total else 0.0 for part in parts)
        rows.append(
            SpreadRow(
                topic,
                "about the organisation; answered by: chief information officer"
                if total == 5
                else "about each department",
                shares,  # type: ignore[arg-type]
                parts,
                "2 do not know, 1 not concerned" if total != 15 else "",
                f"{sum((n + 1) * part for n, part in enumerate(parts)) / total:.1f}" if total else "–",
            )
        )
    return Section(
        f"dimension-{number}",
        f"3.{number}",
        name,
        f"{name}, 1.8 of 5: furthest on who checks results that matter, least on rules on the use of AI",
        "Whether anybody says yes or no to a use of AI, on which grounds, and who finds out when it goes wrong.",
        (
            Callout(
                "Level 1, “Case by case”, as a visitor would see it",
                "Uses start when somebody starts them. A question about a doubtful result goes to whoever is near, and the list of "
                "tools in use is in the heads of three people.",
            ),
            Spread(
                "The answers behind the score",
                ("Question", "People by level, 1 to 5", "No level given", "Score"),
                LEVELS,
                tuple(rows),
                "In the strips: number of people who chose the statement of each level.",
            ),
            Callout(
                "What level 2, “In pockets”, looks like",
                "Two departments clear new uses before they start, with a short form, and keep it.",
            ),
            Para("In the roadmap: Write down every AI use (1) · Adopt one page of rules (2)."),
        ),
        depth=2,
    )


def findings() -> Section:
    """Findings across dimensions."""
    told = (
        (
            "Tooling outruns governance",
            "Tooling stands at 3.1, governance at 1.8. Use grows faster than the rules: each new use adds an exposure that nobody has weighed.",
        ),
        (
            "Leadership sees sponsorship better than departments do",
            "On the same questions, 3 answers from general management average 3.8, 29 from departments 2.1.",
        ),
        (
            "11 of 32 people do not know whether there is a register of uses",
            "9 of 32 do not know who clears a new use. What exists and is not known is not applied.",
        ),
    )
    return Section(
        "findings",
        "4",
        "Findings",
        "Tooling outruns governance",
        "What the five dimensions show together, and what none of them shows alone.",
        (
            Items(tuple(Item(str(n), title, text) for n, (title, text) in enumerate(told, start=1))),
            Heading("What follows for the committee"),
            Bullets(
                (
                    "Name who answers before buying more.",
                    "Ask departments what reached them, not what was sent.",
                ),
                numbered=True,
            ),
        ),
    )


def whether() -> tuple[Section, ...]:
    """The path through the rule, and how sure."""
    steps = (
        PathStep(
            "Evidence", "91% of questions, 8 of 9 departments, 37 of 42 facts", "enough for a verdict", False
        ),
        PathStep(
            "Need",
            "Index 58 of 100; medium from 40, high from 70. Nine uses run, two of them in front of customers.",
            "medium",
            False,
        ),
        PathStep("Foundations", "Overall 2.5; weakest dimension 1.8.", "thin", False),
        PathStep("Bench", "One executive is fluent and has time.", "able", False),
        PathStep("Table", "One row matches these six values.", "Head of AI", True),
        PathStep(
            "Able executive in post",
            "The chief information officer is fluent with time: the mandate is extended before a post is made.",
            "Extended mandate",
            True,
        ),
        PathStep("Conflict of roles", "The holder is not the data protection officer.", "passed", False),
    )
    need = (
        BarRow("Uses in production", "nine · 12.0/16.0", 0.75, 1.0, True),
        BarRow("Strategic importance", "high · 9.0/12.0", 0.56, 0.75, True),
        BarRow("Units that depend on AI", "six · 8.0/8.0", 0.5, 0.5, True),
        BarRow("High-risk use", "no · 0.0/10.0", 0.0, 0.62),
    )
    shares = tuple(
        BarRow(name, text, share, 1.0, share > 0.5)
        for name, text, share in (
            ("Extended mandate", "78%", 0.78),
            ("Head of AI", "15%", 0.15),
            ("Foundations first", "5%", 0.05),
        )
    )
    first = Section(
        "whether",
        "5",
        "Whether to appoint",
        "The table leads to “Head of AI”; the gate “Able executive in post” turns it into “Extended mandate”",
        "A printed rule, not a model: evidence, then need and five more axes, then one row of a table, then gates that nothing compensates.",
        (
            Path("The path taken", steps),
            Callout(
                "Why this row of the table",
                "Need is real, foundations are thin, and the bench has one able person.",
            ),
            Bars(
                "What makes up the need: 58 points of 100",
                need,
                note="Dark: points given; light: the most this fact could give.",
            ),
            PageBreak(),
            Heading("Conditions that must hold first"),
            Bullets(
                (
                    "The chief executive signs the mission letter (chief executive)",
                    "A right to stop is written (committee)",
                )
            ),
        ),
    )
    second = Section(
        "sure",
        "6",
        "How sure we are",
        "“Extended mandate” stays first in 78% of 10,000 variations",
        "Facts that were stated are taken as true: what follows says which of them matter.",
        (
            Bars(
                "Share of variations in which each option comes first",
                shares,
                ((0.5, "half"), (0.9, "robust")),
                "Robust from 90%.",
            ),
            Para("41 single changes lead to another verdict; no further pair of changes does.", small=True),
        ),
    )
    return first, second


def options() -> Section:
    """Options compared."""
    made = tuple(
        Item(
            option.rank,
            option.name,
            "One executive already in the committee answers for AI as a whole, beside the present duties.",
            (
                ("For", option.reason),
                (
                    "Against",
                    "Two roles in one person: the urgent one eats the important one when the time is not written down.",
                ),
                ("Needs first", "A mission letter; duties handed over; a budget to co-sign"),
            ),
            strong=option.chosen,
            tag=f"first in {option.share} of runs",
        )
        for option in DECISION.options
    )
    return Section(
        "options",
        "7",
        "Options compared",
        "Six options were weighed; after the first, head of AI comes closest",
        "Each option with what speaks for it and against it.",
        (Items(made),),
    )


ACTIONS = (
    (
        "Write down every AI use with its owner and what it touches",
        "Governance",
        "Chief information officer",
        0.1,
        0.167,
        "30 days",
        True,
    ),
    (
        "Adopt one page of rules on which data may enter which tool",
        "Governance",
        "Data protection officer",
        0.15,
        0.333,
        "60 days",
        True,
    ),
    ("Name who answers for the ten data sets that matter", "Data", "Data lead", 0.2, 0.5, "90 days", False),
    (
        "Give each department one person with a day a week for AI",
        "Skills",
        "Human resources",
        0.05,
        0.5,
        "90 days",
        False,
    ),
    (
        "Measure cost and use of each tool, and close those that nobody opens",
        "Tooling",
        "Chief information officer",
        0.58,
        1.0,
        "180 days",
        False,
    ),
)


def next_steps() -> tuple[Section, ...]:
    """The roadmap, as a chart and action by action."""
    rows = tuple(
        TimelineRow(str(n), title, group, owner, start, end, due, strong)
        for n, (title, group, owner, start, end, due, strong) in enumerate(ACTIONS, start=1)
    )
    items = tuple(
        Item(
            str(n),
            title,
            "Without it nobody can say what runs, and the first question of an auditor, a client or a journalist has no answer.",
            (
                ("Here because", "answers: register of uses (1.3)"),
                ("Owner and effort", f"{owner}, a matter of weeks"),
                ("Proof", "The list, dated, with no blank in the owner column"),
                ("Measure", "Share of uses with an owner"),
            ),
            (
                "Ask each department for its list, with a form of six lines.",
                "Compare with invoices and network logs.",
                "Publish it, and correct it every month.",
            ),
            tag=f"{group} · {due}",
        )
        for n, (title, group, owner, _, _, due, _) in enumerate(ACTIONS, start=1)
    )
    return (
        Section(
            "steps",
            "8",
            "Next steps",
            "Five actions within 180 days, beginning with: write down every AI use",
            "One of them is due in the first month. Only the next level is aimed at, weakest dimensions first.",
            (
                Timeline(
                    "Roadmap, days after the decision",
                    ("Action", "Owner", "Done by"),
                    ((1 / 6, "30"), (1 / 3, "60"), (0.5, "90"), (1.0, "180")),
                    rows,
                    "Dark: asked for by a gate or by law.",
                ),
            ),
        ),
        Section(
            "actions",
            "8.1",
            "Actions in detail",
            "Each action with why it is here, how to do it, and what proves it done",
            "",
            (Items(items),),
            depth=2,
        ),
    )


def annexes() -> tuple[Section, ...]:
    """Every question, and the versions."""
    rows = tuple(
        Row(
            (
                f"{n}. How are results of AI tools tested before and while they are used in the work of your department?",
                "3",
                "7",
                "·",
                "4",
                "1",
                "2 do not know" if n % 3 else "–",
                "1.2–3.8",
                "2.4",
            )
        )
        for n in range(1, 27)
    )
    return (
        Section(
            "questions",
            "A1",
            "Every question",
            "Every question with its answers",
            "People by level from 1 to 5, those who gave no level, the range over departments, and the score.",
            (
                Table(
                    "Answers to the 26 questions",
                    (
                        Column("Question", width=0.42),
                        *(Column(str(n), "right", 0.045) for n in range(1, 6)),
                        Column("No level given", width=0.17),
                        Column("Range", "right", 0.095),
                        Column("Score", "right", 0.09),
                    ),
                    rows,
                ),
            ),
        ),
        Section(
            "versions",
            "A2",
            "Versions",
            "What this report was made from",
            "",
            (
                Pairs(
                    (
                        ("Questionnaire", "ai_maturity/v1"),
                        (
                            "Fingerprint of all inputs",
                            "9f2c4b7d0e6a51c38d7e90ab12cd34ef56ab78cd90ef12ab34cd56ef78ab90cd",
                        ),
                        ("Assessed on", "16 November 2026"),
                    )
                ),
            ),
            fresh_page=False,
        ),
    )


ENGLISH = Report(
    locale="en",
    title="Should we appoint a chief AI officer, and how? Ateliers Corbelin",
    subject="Should we appoint a chief AI officer, and how?",
    organisation="Ateliers Corbelin",
    date="16 November 2026",
    created="2026-11-16T00:00:00+00:00",
    prepared_by="Prepared by Rivage Conseil",
    contents_title="Contents",
    decision=DECISION,
    sections=(
        who(),
        standing(),
        departments(),
        *(dimension(n, name) for n, name in enumerate(DIMENSIONS, start=1)),
        findings(),
        *whether(),
        options(),
        *next_steps(),
        *annexes(),
    ),
    footer="ai_maturity/v1 · method 1 · 9f2c4b7d0e6a",
    page_word="Page",
    results_json='{"verdict": "extended_mandate", "organisation": "Ateliers Corbelin"}\n',
    results_name="results.json",
    labels={
        "attachment": "Computed results, machine-readable",
        "decision": "The decision",
        "skip": "Skip to the decision",
        "steps": "How",
    },
)


def with_departments(*names: str) -> Report:
    """The English report over other departments."""
    sections = tuple(
        departments(names) if section.id == "departments" else section for section in ENGLISH.sections
    )
    return replace(ENGLISH, sections=sections)


def with_blocks(*blocks: Block) -> Report:
    """A report of one section with these blocks."""
    return replace(
        ENGLISH,
        sections=(Section("only", "1", "Only section", "A section with what is looked at", "", blocks),),
    )
