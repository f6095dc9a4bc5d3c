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
    documents,
    editor,
    errors,
    factor,
    facts,  # noqa: F401 - adds its pages to campaigns
    field,
    findings,
    firm,
    firm_life,  # noqa: F401 - adds its pages to firm
    follow_up,  # noqa: F401 - adds its pages to reading
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
    library,
    library_import,  # noqa: F401 - adds its pages to library
    library_questions,  # noqa: F401 - adds its pages to library
    life,
    life_import,  # noqa: F401 - adds its pages to life
    life_person,  # noqa: F401 - adds its pages to life
    messages,
    oidc,
    outbox,
    outcome,
    own,
    papers,
    people,  # noqa: F401 - adds its pages to campaigns
    people_import,  # noqa: F401 - adds its pages to campaigns
    preview,  # noqa: F401 - adds its pages to campaigns
    read_access,
    reading,
    reading_decision,  # noqa: F401 - adds its pages to reading
    reading_results,  # noqa: F401 - adds its pages to reading
    reading_tables,  # noqa: F401 - adds its pages to reading
    reading_what_if,  # noqa: F401 - adds its pages to reading
    reading_why,  # noqa: F401 - adds its pages to reading
    report_sheet,
    respond,
    review,
    room,
    sharing,
    shell,
    site,
    styleguide,
    tables,
    taking,
    team,
    tickets,
    uploads,
    versions,
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
        life,
        comparing,
        brand,
        campaigns,
        letters,
        letters_sent,
        library,
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
        versions,
        sharing,
        documents,
        read_access,
        invitations,
        respond,
        delegation,
        own,
        papers,
        fonts,
        report_sheet,
        tables,
    ):
        app.register_blueprint(module.pages)
    app.register_blueprint(reading.pages, name="reading", url_prefix="/results")
    app.register_blueprint(reading.pages, name="read", url_prefix="/campaigns/<uuid:campaign>/read")
    # Taking a report along: readers by a link, and those who signed in.
    app.register_blueprint(taking.pages, url_prefix="/results")
    app.register_blueprint(taking.pages, name="take", url_prefix="/campaigns/<uuid:campaign>/results")
    if app.extensions["settings"].development:
        app.register_blueprint(outbox.pages)
        app.register_blueprint(styleguide.pages)
    guard.register(app)
    shell.register(app)
