"""The HTTP edge: parse, call one service, answer."""

from flask import Flask

from . import (
    accounts,
    analysis,
    answers_import,
    brand,
    campaigns,
    clients,
    comparing,
    delegation,
    editor,
    errors,
    factor,
    facts,  # noqa: F401 - adds its pages to campaigns
    field,
    findings,
    firm,
    fonts,
    guard,
    headers,
    home,
    interview,
    invitations,
    journal,
    language,
    launch,  # noqa: F401 - adds its pages to campaigns
    letters,
    letters_sent,
    messages,
    oidc,
    outbox,
    outcome,
    own,
    papers,
    people,  # noqa: F401 - adds its pages to campaigns
    people_import,  # noqa: F401 - adds its pages to campaigns
    preview,  # noqa: F401 - adds its pages to campaigns
    respond,
    results,
    review,
    room,
    shell,
    site,
    styleguide,
    team,
    tickets,
    uploads,
    workshop,
)


def register(app: Flask) -> None:
    """Everything the web adds to an app. Raises AccessTableIncomplete when an endpoint has no rule."""
    site.register(app)
    language.register(app)
    headers.register(app)
    errors.register(app)
    messages.register(app)
    uploads.register(app)
    home.register(app)
    oidc.register(app)
    for module in (
        accounts,
        factor,
        tickets,
        oidc,
        team,
        firm,
        journal,
        clients,
        comparing,
        brand,
        campaigns,
        letters,
        letters_sent,
        field,
        review,
        interview,
        workshop,
        room,
        answers_import,
        analysis,
        findings,
        editor,
        outcome,
        invitations,
        respond,
        delegation,
        own,
        papers,
        results,
        fonts,
    ):
        app.register_blueprint(module.pages)
    if app.extensions["settings"].development:
        app.register_blueprint(outbox.pages)
        app.register_blueprint(styleguide.pages)
    guard.register(app)
    shell.register(app)
