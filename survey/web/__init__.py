"""The HTTP edge: parse, call one service, answer."""

from flask import Flask

from . import (
    access,
    accounts,
    brand,
    campaigns,
    clients,
    errors,
    facts,  # noqa: F401 - adds its pages to campaigns
    fonts,
    headers,
    invitations,
    language,
    launch,  # noqa: F401 - adds its pages to campaigns
    letters,
    letters_sent,
    messages,
    outbox,
    people,  # noqa: F401 - adds its pages to campaigns
    people_import,  # noqa: F401 - adds its pages to campaigns
    preview,  # noqa: F401 - adds its pages to campaigns
    respond,
    results,
    shell,
    site,
    styleguide,
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
    uploads.register(app)
    app.register_blueprint(fonts.pages)
    app.register_blueprint(invitations.pages)
    app.register_blueprint(respond.pages)
    app.register_blueprint(results.pages)
    app.register_blueprint(clients.pages)
    app.register_blueprint(brand.pages)
    app.register_blueprint(campaigns.pages)
    app.register_blueprint(letters_sent.pages)
    app.register_blueprint(letters.pages)
    if app.extensions["settings"].development:
        app.register_blueprint(outbox.pages)
        app.register_blueprint(styleguide.pages)
    access.register(app)
    shell.register(app)
