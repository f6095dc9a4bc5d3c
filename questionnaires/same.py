"""Whether two packs ask the same: what may be compared over years."""

from .model import Pack


def same_words(old: Pack, new: Pack, key: str) -> bool:
    """Whether both packs ask a question in the same words, in every language that both have.

    And it must count for the same: the same dimension, and about the department or the organisation alike.
    """
    if key not in old.question or key not in new.question:
        return False
    a, b = old.question[key], new.question[key]
    locales = set(old.questionnaire.languages) & set(new.questionnaire.languages)
    texts = all(
        a.text[locale] == b.text[locale]
        and [item[locale] for item in a.statements] == [item[locale] for item in b.statements]
        for locale in locales
    )
    return texts and a.dimension == b.dimension and a.referent == b.referent
