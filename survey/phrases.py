"""Sentences made in one language and perhaps told in another: they remember what they were made of."""


class Phrase(str):
    """An English sentence, and the template and values behind it, so that a page can say it in its language.

    Everywhere else, on the command line and in logs, it is the plain text that it is.
    """

    template: str
    values: dict[str, object]


def phrase(template: str, **values: object) -> Phrase:
    """A sentence from a template with named fields. A value may be a phrase, which is told in turn."""
    made = Phrase(template.format(**values) if values else template)
    made.template, made.values = template, values
    return made
