"""The letters of a campaign: what each says in both languages, how it looks, and a test to oneself."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from ..letters import COPIED, EDITED, LANGUAGES, Letter, Wording, placeholders
from ..services import journal, mail
from ..services import letters as service
from ..services.letter_values import sample
from . import letter_words, places, site
from .language import locale, say
from .letter_form import filled_form, put_faults, sent_form, wordings_of
from .messages import tell
from .results import policy_for, with_one_sheet
from .site import to

pages = Blueprint("letters", __name__, url_prefix="/campaigns/<uuid:campaign>/emails")

KIND = f"<any({', '.join(EDITED)}):kind>"
LANGUAGE = f"<any({', '.join(LANGUAGES)}):language>"


@pages.get("")
def overview(campaign: UUID) -> str:
    """Every letter, in both languages, and whether the shipped wording holds."""
    found = service.choices(site.session(), site.campaign())
    return page(
        "survey/letters/overview.html",
        rows=[
            (kind, [found[kind, language] for language in LANGUAGES], letter_words.when(kind))
            for kind in EDITED
        ],
        copied=COPIED,
        available=mail.available(site.settings()),
    )


@pages.get(f"/{KIND}")
def edit(campaign: UUID, kind: str) -> str:
    """One letter: its wording in both languages side by side, and how it looks."""
    found = service.choices(site.session(), site.campaign())
    wordings = {language: found[kind, language].wording for language in LANGUAGES}
    return letter_page(kind, filled_form(wordings), wordings)


@pages.post(f"/{KIND}")
def save(campaign: UUID, kind: str) -> AnyResponse | str | tuple[str, int]:
    """Keep the wording, or only show how it looks."""
    form = sent_form()
    wordings = wordings_of(form)
    if request.form.get("next") == "preview":
        faults = service.faults_of(kind, wordings)
    else:
        actor = journal.by(site.member())
        faults = service.save(site.session(), site.campaign(), kind, wordings, site.now(), actor=actor)
        if not faults:
            tell(say("The wording is saved."))
            return to("letters.edit", campaign=campaign, kind=kind)
    put_faults(form, faults)
    shown = {language: words for language, words in wordings.items() if language not in faults}
    text = letter_page(kind, form, shown, tried=not faults)
    return (text, 422) if faults else text


@pages.post(f"/{KIND}/restore")
def restore(campaign: UUID, kind: str) -> AnyResponse:
    """Go back to the shipped wording in both languages."""
    actor = journal.by(site.member())
    service.restore(site.session(), site.campaign(), kind, site.now(), actor=actor)
    tell(say("The standard text holds again."))
    return to("letters.edit", campaign=campaign, kind=kind)


@pages.post(f"/{KIND}/test")
def test(campaign: UUID, kind: str) -> AnyResponse:
    """Send the letter to oneself, with an invented person in it."""
    asked = request.form.get("language", "")
    if asked not in LANGUAGES or not mail.available(site.settings()):
        abort(404)
    member = site.member()
    service.send_test(site.session(), site.campaign(), member, kind=kind, locale=asked, now=site.now())
    tell(say("A test is on its way to {address}.", address=member.email))
    return to("letters.edit", campaign=campaign, kind=kind)


@pages.get(f"/{KIND}/{LANGUAGE}.html")
def html(campaign: UUID, kind: str, language: str) -> Response:
    """The letter as mail programs show it, under a policy that allows its own style and nothing else."""
    return as_page(example(kind, language))


def example(kind: str, language: str, words: Wording | None = None) -> Letter:
    """The letter as an invented person gets it."""
    return service.example(
        site.session(), site.settings(), site.campaign(), kind=kind, locale=language, words=words
    )


def as_page(letter: Letter) -> Response:
    """The HTML of a letter as an answer of its own."""
    text = with_one_sheet(letter.as_html())
    response = make_response(text)
    response.headers["Content-Security-Policy"] = policy_for(text)
    return response


def letter_page(kind: str, form: Any, wordings: dict[str, Wording], *, tried: bool = False) -> str:
    """The page of one letter. ``tried``: what is shown is not saved."""
    found = service.choices(site.session(), site.campaign())
    values = sample(site.session(), site.settings(), site.campaign(), kind=kind, locale=locale())
    return page(
        "survey/letters/edit.html",
        kind=kind,
        form=form,
        tried=tried,
        copied=kind in COPIED,
        changed=any(found[kind, language].changed_at for language in LANGUAGES),
        names=[(name, values[name]) for name in placeholders(kind)],
        previews={language: example(kind, language, words) for language, words in wordings.items()},
        available=mail.available(site.settings()),
        sender=site.settings().mail_from,
        may_edit=site.member().role in ("owner", "consultant"),
    )


def page(template: str, **values: Any) -> str:
    """A page of the campaign that the address names, under its head and tabs."""
    campaign = site.campaign()
    return render_template(
        template,
        campaign=campaign,
        client=campaign.organisation,
        trail=[*places.trail(campaign), (say("Set-up"), url_for("campaigns.setup", campaign=campaign.id))],
        campaign_tabs=places.campaign_tabs(campaign),
        overview_href=url_for("letters.overview", campaign=campaign.id),
        words_for=letter_words,
        **values,
    )
