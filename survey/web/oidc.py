"""Signing in by the firm's own identity provider: OpenID Connect, authorisation code with PKCE, state, nonce.

The provider's answer comes as a GET, and a GET writes nothing: what it proved is kept in the browser's signed
cookie, and a button opens the session.
"""

from typing import Any, Final

from flask import Blueprint, Flask, abort, current_app, redirect, render_template, request, url_for
from flask import session as cookie
from werkzeug.wrappers import Response as AnyResponse

from ..services import sign_in
from . import guard, site
from .language import say
from .messages import tell
from .site import to

pages = Blueprint("oidc", __name__, url_prefix="/sign-in/provider")

PROOF_SECONDS: Final = 10 * 60
"""How long its proof holds, until the button is pressed."""
SIGNATURES: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""By a key pair only: never "none", and never with a secret that both sides hold."""


class ProviderUnfit(Exception):
    """The provider's answer is not one to trust. The message says why, for the log."""


def register(app: Flask) -> None:
    """Make the client where the settings name a provider."""
    settings = app.extensions["settings"]
    app.extensions["provider"] = None
    if not settings.oidc_issuer:
        return
    from . import provider  # noqa: PLC0415 - imports Authlib, see there

    app.extensions["provider"] = provider.client(app, settings)


def name() -> str:
    """What the button says after "Continue with"; "" where there is no provider."""
    return site.settings().oidc_name if current_app.extensions["provider"] else ""


@pages.get("")
def start() -> AnyResponse:
    """Go to the provider. What must come back is kept in the browser's cookie."""
    _client()
    _forget_state()
    # An address of the settings and not of the request: the provider knows one alone.
    back = site.settings().public_url + url_for("oidc.callback")
    try:
        _metadata()
        going = _client().create_authorization_url(back)
    except _faults() as fault:
        return _refused(fault)
    _client().save_authorize_data(redirect_uri=back, **going)
    cookie["provider_next"] = request.args.get("next", "")[:1_000]
    return redirect(going["url"], code=303)


@pages.get("/back")
def callback() -> str | AnyResponse:
    """What the provider proved, and the button that opens the session."""
    _client()
    try:
        claims = _claims()
    except _faults() as fault:
        return _refused(fault)
    verified = claims.get("email_verified") is True
    cookie["proof"] = {
        "subject": str(claims["sub"]),
        "email": str(claims.get("email", "")) if verified else "",
        "at": int(site.now().timestamp()),
    }
    shown = str(claims.get("name") or claims.get("email") or claims["sub"])
    return render_template("survey/accounts/provider.html", provider=name(), shown=shown)


@pages.post("")
def enter() -> AnyResponse:
    """Sign in whom the provider vouches for, if the account exists."""
    _client()
    proof = cookie.pop("proof", None)
    after = cookie.pop("provider_next", "")
    if proof is None or site.now().timestamp() - proof["at"] > PROOF_SECONDS:
        tell(say("That took a while. Sign in again."), "wait")
        return to("accounts.sign_in")
    token = sign_in.by_provider(
        site.session(),
        site.settings().oidc_issuer,
        proof["subject"],
        proof["email"],
        site.now(),
        agent=request.user_agent.string,
    )
    if token is None:
        tell(
            say(
                "{provider} knows you, but there is no account here for you. Ask an owner of your firm to add"
                " the e-mail address that {provider} has verified.",
                provider=name(),
            ),
            "alert",
        )
        return to("accounts.sign_in")
    guard.keep_member(token)
    return to("accounts.sign_in", next=after) if after else to("home")


def _client() -> Any:
    return current_app.extensions["provider"] or abort(404)


def _faults() -> tuple[type[Exception], ...]:
    from .provider import FAULTS  # noqa: PLC0415 - as above

    return FAULTS


def _metadata() -> None:
    """Load what the provider publishes of itself, and hold it to the issuer of the settings."""
    found = _client().load_server_metadata()
    if found.get("issuer", "").rstrip("/") != site.settings().oidc_issuer:
        raise ProviderUnfit("the issuer is not the one of the settings")
    offered = found.get("id_token_signing_alg_values_supported") or ["RS256"]
    found["id_token_signing_alg_values_supported"] = [item for item in offered if item in SIGNATURES]


def _claims() -> dict[str, Any]:
    """Exchange the code, and check signature, issuer, audience, nonce and times of the identity token."""
    _metadata()
    # Authlib alone would take a token for somebody else that was issued on behalf of this client.
    client = _client()
    wanted = {"iss": client.server_metadata["issuer"], "aud": client.client_id}
    options = {name: {"essential": True, "value": value} for name, value in wanted.items()}
    token = client.authorize_access_token(claims_options=options)
    claims: dict[str, Any] | None = token.get("userinfo")
    if not claims or not claims.get("sub"):
        raise ProviderUnfit("there is no identity token")
    return claims


def _forget_state() -> None:
    """A try that was left half-way: its state would only fill the cookie."""
    for key in [key for key in cookie if key.startswith("_state_")]:
        cookie.pop(key)


def _refused(fault: Exception) -> AnyResponse:
    current_app.logger.warning("provider: %s: %s", type(fault).__name__, fault)
    _forget_state()
    tell(
        say("{provider} did not confirm who you are. Try again, or sign in by password.", provider=name()),
        "alert",
    )
    return to("accounts.sign_in")
