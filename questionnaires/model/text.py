"""The ground types of a content pack: a strict frozen model, ids, and a text in every language."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, RootModel, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
"""A stable name inside a pack: lower-case letters, digits, underscores."""

Locale = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]


class Model(BaseModel):
    """What is read from a file: strict types, frozen, unknown keys refused."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class Text(RootModel[dict[Locale, str]]):
    """One text in every language of its pack. ``text["fr"]`` raises KeyError where it is missing.

    In a pack's files a text is a plain string in the base language; the loader joins the
    translations of the language folders to it.
    """

    model_config = ConfigDict(strict=True, frozen=True)

    def __getitem__(self, locale: str) -> str:
        return self.root[locale]
