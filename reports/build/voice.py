"""One locale's voice: names of ids, formatted numbers and filled sentences for one organisation's results."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from questionnaires.answers import UNKNOWN
from questionnaires.model import Pack, Text

from .. import typography
from ..results import DimensionResult, FactResult, Finding, Option, QuestionResult, Results, Stability
from ..rules import Cases, Ints
from ..wording import Catalogue, catalogue
from .as_read import as_read


@dataclass(frozen=True)
class Voice:
    """Turns ids and numbers of ``results`` into finished text in ``locale``."""

    pack: Pack
    results: Results
    locale: str

    @cached_property
    def cited(self) -> set[str]:
        """Ids of the sources named so far: the bibliography, built last, lists them and no others."""
        return set()

    @cached_property
    def as_read(self) -> tuple[Cases, dict[str, Ints]]:
        """The case as it was read and its band on each axis: dozens of entries are put to it."""
        return as_read(self.pack, self.results)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The fixed wording of reports in this locale."""
        return catalogue("reports", self.locale)

    # -- sentences ---------------------------------------------------------------------------------------

    def say(self, message: str, **values: object) -> str:
        """A fixed message in this locale, filled and typeset."""
        return self.filled(self.catalogue.gettext(message), values)

    def count(self, one: str, many: str, n: float, **values: object) -> str:
        """A fixed message with a number that decides its form; ``{n}`` is the number, formatted."""
        return self.filled(self.catalogue.ngettext(one, many, n), {"n": self.whole(n), **values})

    def of(self, text: Text, **values: object) -> str:
        """A text of the pack in this locale; ``values`` fill its placeholders when given."""
        raw = text[self.locale]
        return self.filled(raw, values) if values else self.set(raw)

    def told(self, text: Text) -> str:
        """A text of the mandate or the letters, its placeholders filled with what was found."""
        return self.filled(text[self.locale], self.figures)

    def filled(self, text: str, values: Mapping[str, object]) -> str:
        """A text with its placeholders filled, typeset."""
        return self.set(text.format_map(values))

    def passage(self, _key: str, text: str) -> str:
        """A text that a consultant may reword, under a key that lasts; this voice leaves it as it is."""
        return text

    def set(self, text: str) -> str:
        """Typeset a finished text."""
        return typography.typeset(text, self.locale)

    def cap(self, text: str) -> str:
        """The text with a capital first letter."""
        return text[:1].upper() + text[1:]

    def listing(self, items: Iterable[str]) -> str:
        """Items in words: "a, b and c"."""
        return typography.listing(list(items), self.locale)

    def joined(self, items: Iterable[str]) -> str:
        """Items side by side, a semicolon between them."""
        return self.set((" ; " if self.locale == "fr" else "; ").join(items))

    def pair(self, name: str, value: str) -> str:
        """A name and its value, a colon between them."""
        return self.set(f"{name}{' : ' if self.locale == 'fr' else ': '}{value}")

    def small(self, text: str) -> str:
        """The text as it stands inside a sentence: a small first letter, unless it opens with an acronym."""
        return text if text[1:2].isupper() else text[:1].lower() + text[1:]

    # -- numbers -----------------------------------------------------------------------------------------

    def score(self, value: float | None) -> str:
        """A score with one decimal, or the words for one that is not assessed."""
        return self.say("not assessed") if value is None else typography.score(value, self.locale)

    def fine(self, value: float) -> str:
        """A score with two decimals, where it is held against a threshold."""
        return typography.fine(value, self.locale)

    def exact(self, value: float | None) -> str:
        """As ``fine``, or the words for a score that is not assessed."""
        return self.score(None) if value is None else self.fine(value)

    def signed(self, value: float) -> str:
        """A difference in levels with its sign, two decimals."""
        return typography.signed(value, self.locale)

    def percent(self, share: float) -> str:
        """A share as whole per cent."""
        return typography.percent(share, self.locale)

    def whole(self, value: float) -> str:
        """A whole number."""
        return typography.whole(value, self.locale)

    @cached_property
    def day(self) -> str:
        """The day assessed, in full."""
        return typography.day(self.results.as_of, self.locale)

    # -- names -------------------------------------------------------------------------------------------

    def dimension(self, key: str) -> str:
        """A dimension's name."""
        return self.of(self.pack.dimension[key].name)

    def verdict(self, key: str) -> str:
        """A verdict's name."""
        return self.of(self.pack.verdict[key].name)

    def level(self, number: int) -> str:
        """A level's name."""
        return self.of(self.pack.questionnaire.levels[number - 1].name)

    def source(self, key: str) -> str:
        """A source as it is cited: publisher and date."""
        item = self.pack.source[key]
        self.cited.add(key)
        if item.grade == "own":
            return self.say("our own convention")
        return f"{item.publisher}, {item.published[:4]}" if item.published[:1].isdigit() else item.publisher

    def sources(self, keys: Iterable[str]) -> str:
        """Several sources, semicolons between."""
        return self.joined(self.source(key) for key in keys)

    def owner(self, key: str) -> str:
        """A role, the sponsor or the holder, as the owner of an action."""
        if key == "sponsor":
            name = self.results.sponsor_name if self.facts["sponsor"].value != "none" else ""
            return self.set(f"{self.say('Sponsor')} ({name})") if name else self.say("Sponsor")
        if key == "ai_holder":
            return self.holder
        name = self.of(self.pack.role[key].name)
        small = self.facts["headcount"].read_as in ("micro", "small", "medium")
        if small and key not in self.results.participation.roles:
            return self.say("{role}, or whoever does this work", role=name)
        return name

    @cached_property
    def holder(self) -> str:
        """Whoever the verdict appoints, as an owner of actions."""
        reached = self.results.mandate.verdict
        if reached is None or reached == "foundations_first":
            return self.owner("sponsor")
        if reached == "extended_mandate":
            return self.say("Holder of the AI mandate")
        return self.verdict(reached)

    def value(self, fact: str, value: str) -> str:
        """A fact's value by its id; "unknown" in words."""
        if value == UNKNOWN:
            return self.say("unknown")
        return self.of(next(item.name for item in self.pack.fact[fact].values if item.id == value))

    def stated(self, item: FactResult) -> str:
        """A fact as stated: numbers as figures, choices in words."""
        if item.value == UNKNOWN:
            return self.say("unknown")
        if isinstance(item.stated, int):
            return self.whole(item.stated)
        return self.value(item.id, item.value)

    # -- results by id -----------------------------------------------------------------------------------

    @cached_property
    def decided(self) -> tuple[str, Stability]:
        """The verdict reached and its stability. Raises ValueError under the evidence gate."""
        mandate = self.results.mandate
        if mandate.verdict is None or mandate.stability is None:
            raise ValueError(
                "there is no verdict under the evidence gate; nothing that rests on one can be told"
            )
        return mandate.verdict, mandate.stability

    @cached_property
    def hidden(self) -> tuple[str, ...]:
        """Names of the departments that a grouped campaign hides."""
        return tuple(
            item.name
            for item in self.results.departments
            if any(cell.status == "hidden" for cell in item.cells)
        )

    @cached_property
    def facts(self) -> dict[str, FactResult]:
        """Facts by id."""
        return {item.id: item for item in self.results.facts}

    @cached_property
    def dimensions(self) -> dict[str, DimensionResult]:
        """Dimension results by id."""
        return {item.id: item for item in self.results.dimensions}

    @cached_property
    def questions(self) -> dict[str, QuestionResult]:
        """Question results by id."""
        return {item.id: item for item in self.results.questions}

    def findings(self, kind: str) -> list[Finding]:
        """All findings of a kind, in order."""
        return [item for item in self.results.findings if item.kind == kind]

    @cached_property
    def option(self) -> dict[str, Option]:
        """Options by verdict."""
        return {item.verdict: item for item in self.results.mandate.options}

    @cached_property
    def ranked(self) -> list[DimensionResult]:
        """Assessed dimensions, weakest first."""
        known = [item for item in self.results.dimensions if item.score is not None]
        return sorted(known, key=lambda item: item.score or 0.0)

    @cached_property
    def figures(self) -> dict[str, str]:
        """Placeholders of the pack's mandate texts: facts as stated, scores, need, executives able."""
        figures = {item.id: self.stated(item) for item in self.results.facts}
        figures |= {item.id: self.exact(item.score) for item in self.results.dimensions}
        able = [
            self.of(self.pack.fact[item.id].topic)
            for item in self.results.facts
            if item.id.startswith("bench_") and item.read_as == "fluent_with_time"
        ]
        figures["able"] = self.listing(able) or self.of(self.pack.fact["caio_seat"].topic)
        figures["headline"] = self.exact(self.results.headline.score)
        figures["need_index"] = self.whole(self.results.mandate.need)
        figures["organisation"] = self.results.organisation
        return figures
