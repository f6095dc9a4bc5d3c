"""Headers on every response: nothing inline, nothing from elsewhere, only fingerprinted assets kept."""

from typing import Final

from flask import Flask, Response, request

from . import site

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none';"
    " require-trusted-types-for 'script'"
)

ALWAYS: Final = {
    # Not no-referrer: Flask-WTF asks forms sent by HTTPS where they come from.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
}


KEPT: Final = ("static", "fonts.face", "brand.sheet", "brand.logo", "report_sheet.sheet")
"""What browsers may keep where its address holds a fingerprint."""


def register(app: Flask) -> None:
    """Set the headers after each request; a view may have set a policy of its own."""
    app.after_request(_set)


def _set(response: Response) -> Response:
    for name, value in ALWAYS.items():
        response.headers[name] = value
    response.headers.setdefault("Content-Security-Policy", POLICY)
    if site.settings().https:
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    fingerprinted = request.endpoint in KEPT and "v" in request.args and response.status_code < 400
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if fingerprinted else "no-store"
    return response
