"""create_app: the wiring of the site."""

import logging
from collections.abc import MutableMapping
from functools import cache
from typing import Any

from flask import Flask
from flask import request as current_request
from flask.sessions import SecureCookieSessionInterface
from flask.templating import Environment
from flask_wtf import CSRFProtect
from itsdangerous import URLSafeTimedSerializer
from werkzeug.middleware.proxy_fix import ProxyFix

from . import logs, web
from .config import Settings, read_settings
from .db import Database, open_database

MAX_BODY = 64 * 1024
"""Bytes a request may bring: an answer with its comment is a fraction of it."""


class Cookies(SecureCookieSessionInterface):
    """Flask's own, with its signer made once instead of with every request."""

    @cache  # noqa: B019 - one object for one app, both as long as the process
    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """What signs and reads the cookie."""
        return super().get_signing_serializer(app)


class Templates(Environment):
    """Flask's own. Its templates share one dictionary of globals: a chain of two slows every page."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template that adds ``d``, which none of ours does."""
        return super().make_globals(d) if d else self.globals


class Site(Flask):
    """Flask, less its habit of logging addresses: one may hold somebody's personal link."""

    session_interface = Cookies()
    jinja_environment = Templates

    def log_exception(self, exc_info: object) -> None:
        """Log by endpoint: the address may hold somebody's personal link."""
        where = f"{current_request.endpoint} [{current_request.method}]"
        self.logger.error("Exception on %s", where, exc_info=exc_info)  # type: ignore[arg-type]


def create_app(settings: Settings | None = None) -> Flask:
    """The site on these settings. Raises what ``survey.create_app`` says."""
    settings = settings or read_settings()
    app = Site("survey", template_folder="templates", static_folder="static")
    app.config.update(_flask_settings(settings))
    app.logger.setLevel(logging.INFO)
    app.extensions["settings"] = settings
    app.extensions["database"] = open_database(settings.address)
    logs.register(app)
    CSRFProtect(app)
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    web.register(app)
    return app


def database(app: Flask) -> Database:
    """The app's database."""
    found: Database = app.extensions["database"]
    return found


def _flask_settings(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.key(),
        "TRUSTED_HOSTS": settings.hosts,
        "MAX_CONTENT_LENGTH": MAX_BODY,
        "SESSION_COOKIE_NAME": "__Host-mandate" if settings.https else "mandate",
        "SESSION_COOKIE_SECURE": settings.https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        # Bound to the session instead: somebody may think about a question for two hours.
        "WTF_CSRF_TIME_LIMIT": None,
    }
