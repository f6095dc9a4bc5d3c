"""How to appoint: everything the report says about the role once the verdict is known."""

from typing import Annotated, Literal

from pydantic import Field

from .mandate import Condition
from .text import Id, Model, Text

Verdicts = tuple[Id, ...]
"""Ids of the verdicts for which an entry is printed; empty means all."""


class Profile(Model):
    """One origin of a holder of the role: where such people come from, when they fit, what they lack."""

    id: Id
    name: Text
    origin: Text
    strengths: Text
    watch: Text
    fits: Text
    """When this profile is the one to look for, as a sentence."""
    dimensions: tuple[Id, ...]
    """Dimensions this profile repairs best, best first: matched against the client's gaps."""
    benches: tuple[Id, ...]
    """Bench facts (executives in post) this profile corresponds to."""
    sources: tuple[Id, ...]


class Mission(Model):
    """One mission of the role, matched to dimensions so that the client's gaps order the list."""

    id: Id
    name: Text
    text: Text
    deliverable: Text
    dimensions: tuple[Id, ...]
    verdicts: Verdicts = ()
    sources: tuple[Id, ...]


class Right(Model):
    """A decision right: what the holder decides, advises on, or leaves to others."""

    id: Id
    kind: Literal["decides", "shares", "leaves"]
    text: Text
    verdicts: Verdicts = ()
    sources: tuple[Id, ...] = ()


class Partner(Model):
    """Someone the holder works with, and on what."""

    id: Id
    name: Text
    interface: Text
    verdicts: Verdicts = ()
    sources: tuple[Id, ...] = ()


class Reporting(Model):
    """The reporting line for a verdict, and why. The first entry whose test holds is printed."""

    id: Id
    verdicts: Verdicts
    when: Condition | None = None
    line: Text
    """To whom, short: fits "Reports to …"."""
    why: Text
    sources: tuple[Id, ...] = ()


class OperatingModel(Model):
    """Centralised, hub and spoke, or federated: the first whose test holds is recommended."""

    id: Id
    when: Condition | None = None
    name: Text
    text: Text
    breaks: Text
    sources: tuple[Id, ...]


class Post(Model):
    """A profession around the role, and from which maturity on it is worth a post or a share of one."""

    id: Id
    name: Text
    text: Text
    when: Condition
    share: Text
    """How much of a person: "half a day a week", "one full-time post from ten uses in production"."""
    sources: tuple[Id, ...]


class Pay(Model):
    """One source's pay range for one kind of employer, gross per year unless ``period`` says otherwise."""

    id: Id
    verdicts: Verdicts
    countries: tuple[Id, ...]
    sizes: tuple[Id, ...]
    low: Annotated[int, Field(gt=0)]
    high: Annotated[int, Field(gt=0)] | None
    """None for an open range ("from … up")."""
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    period: Annotated[str, Field(pattern="^(year|month)$")]
    employer: Text
    source: Id


class Kpi(Model):
    """A KPI of the role: what is counted, how, how often."""

    id: Id
    name: Text
    measure: Text
    rhythm: Text
    dimensions: tuple[Id, ...]
    verdicts: Verdicts = ()
    sources: tuple[Id, ...] = ()


class FirstStep(Model):
    """A result due by day 30, 60 or 100 (or 90 of a plan without appointment), with its proof."""

    id: Id
    day: Annotated[int, Field(gt=0, le=180)]
    text: Text
    proof: Text
    verdicts: Verdicts
    sources: tuple[Id, ...] = ()


class Risk(Model):
    """A failure mode with its early sign and the response; printed first when its test holds."""

    id: Id
    name: Text
    sign: Text
    response: Text
    when: Condition | None = None
    verdicts: Verdicts = ()
    sources: tuple[Id, ...] = ()


class Success(Model):
    """A condition of success, as a sentence."""

    id: Id
    text: Text
    verdicts: Verdicts = ()
    sources: tuple[Id, ...] = ()


class Skill(Model):
    """A skill, degree or certificate of the job description."""

    id: Id
    kind: Literal["hard", "soft", "degree", "course"]
    text: Text
    sources: tuple[Id, ...]


class Clause(Model):
    """A paragraph of the mission letter or job description, then a list drawn from this appointment.

    ``text`` may use {organisation}, {sponsor}, {reporting_line}, {pay}, {date}, {reassess}.
    """

    id: Id
    title: Text | None = None
    text: Text
    items: (
        Literal[
            "missions",
            "decides",
            "shares",
            "leaves",
            "partners",
            "kpis",
            "first_steps",
            "successes",
            "hard",
            "soft",
            "degree",
            "course",
            "conditions",
            "advice",
        ]
        | None
    ) = None


class Letter(Model):
    """The draft annexed for the verdicts named: a mission letter, a job description, a decision note."""

    id: Id
    verdicts: Verdicts
    title: Text
    clauses: tuple[Clause, ...]


class Gist(Model):
    """How, in page-one words, for one verdict: who, from when, at what cost beside pay."""

    verdict: Id
    who: Text
    when: Text
    cost: Text
    reassess: Text
    """When and on which signs to look at the decision again."""


class Appointment(Model):
    """Everything about the role, by verdict."""

    gists: tuple[Gist, ...]
    profiles: tuple[Profile, ...]
    missions: tuple[Mission, ...]
    rights: tuple[Right, ...]
    partners: tuple[Partner, ...]
    reporting: tuple[Reporting, ...]
    operating_models: tuple[OperatingModel, ...]
    team: tuple[Post, ...]
    pay: tuple[Pay, ...]
    pay_note: Text
    kpis: tuple[Kpi, ...]
    first_steps: tuple[FirstStep, ...]
    risks: tuple[Risk, ...]
    successes: tuple[Success, ...]
    candidate_advice: tuple[Success, ...]
    """Honest advice to the person asked: drawbacks, prospects, what to negotiate."""
    skills: tuple[Skill, ...]
    letters: tuple[Letter, ...]
