"""The HTTP edge: parse, call one service, answer."""

from flask import Flask

from . import (
    access,
    accounts,
    delegation,
    errors,
    factor,
    firm,
    fonts,
    headers,
    home,
    invitations,
    journal,
    language,
    letters,
    letters_sent,
    messages,
    oidc,
    outbox,
    own,
    papers,
    places,
    respond,
    results,
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
    app.register_blueprint(accounts.pages)
    messages.register(app)
    app.register_blueprint(fonts.pages)
    app.register_blueprint(invitations.pages)
    app.register_blueprint(respond.pages)
    app.register_blueprint(results.pages)
    uploads.register(app)
    places.register(app)
    home.register(app)
    oidc.register(app)
    for blueprint in (factor, firm, journal, oidc, team, tickets):
        app.register_blueprint(blueprint.pages)
    app.register_blueprint(delegation.pages)
    app.register_blueprint(own.pages)
    app.register_blueprint(papers.pages)
    app.register_blueprint(letters_sent.pages)
    app.register_blueprint(letters.pages)
    if app.extensions["settings"].development:
        app.register_blueprint(outbox.pages)
        app.register_blueprint(styleguide.pages)
    access.register(app)
