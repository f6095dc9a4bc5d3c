"""The HTTP edge: parse, call one service, answer."""

from flask import Flask

from . import (
    access,
    accounts,
    answers_import,
    brand,
    campaigns,
    clients,
    delegation,
    errors,
    factor,
    facts,  # noqa: F401 - adds its pages to campaigns
    field,
    firm,
    fonts,
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
    places,
    preview,  # noqa: F401 - adds its pages to campaigns
    respond,
    results,
    review,
    shell,
    site,
    styleguide,
    team,
    tickets,
    uploads,
)


def register(app: Flask) -> None:
    """Everything the web adds to an app. Raises AccessTableIncomplete when an endpoint has no rule."""
    site.register(app)
    language.register(app)
    headers.register(app)
    errors.register(app)
    messages.register(app)
    uploads.register(app)
    app.register_blueprint(fonts.pages)
    app.register_blueprint(invitations.pages)
    app.register_blueprint(respond.pages)
    app.register_blueprint(results.pages)
    app.register_blueprint(field.pages)
    app.register_blueprint(review.pages)
    app.register_blueprint(answers_import.pages)
    app.register_blueprint(interview.pages)
    app.register_blueprint(outcome.pages)
    places.register(app)
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
        brand,
        campaigns,
        letters,
        letters_sent,
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
    access.register(app)
    shell.register(app)
