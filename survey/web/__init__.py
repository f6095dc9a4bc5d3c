"""The HTTP edge: parse, call one service, answer."""

from flask import Flask

from . import (
    access,
    accounts,
    answers_import,
    errors,
    field,
    fonts,
    headers,
    interview,
    invitations,
    language,
    messages,
    outcome,
    respond,
    results,
    review,
    site,
    styleguide,
    uploads,
)


def register(app: Flask) -> None:
    """Everything the web adds to an app. Raises AccessTableIncomplete when an endpoint has no rule."""
    site.register(app)
    uploads.register(app)
    language.register(app)
    headers.register(app)
    errors.register(app)
    app.register_blueprint(accounts.pages)
    messages.register(app)
    app.register_blueprint(fonts.pages)
    app.register_blueprint(invitations.pages)
    app.register_blueprint(respond.pages)
    app.register_blueprint(results.pages)
    app.register_blueprint(field.pages)
    app.register_blueprint(review.pages)
    app.register_blueprint(answers_import.pages)
    app.register_blueprint(interview.pages)
    app.register_blueprint(outcome.pages)
    if app.extensions["settings"].development:
        app.register_blueprint(styleguide.pages)
    access.register(app)
