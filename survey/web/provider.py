"""The firm's identity provider, by Authlib: imported where the settings name one, for it takes 15 MB."""

from typing import Any, Final
from urllib.parse import urlsplit

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.flask_client import FlaskOAuth2App, OAuth
from authlib.integrations.requests_client import OAuth2Session
from flask import Flask
from joserfc.errors import JoseError

from ..config import LOOPBACK, Settings
from .oidc import ProviderUnfit

SECONDS: Final = 10
"""How long the provider may take for an answer."""


FAULTS: Final = (
    ProviderUnfit,
    OAuthError,
    JoseError,
    requests.RequestException,
    ValueError,
    KeyError,
    RuntimeError,
    TypeError,
    AttributeError,
)
"""All that can be wrong with the provider's answer: its transport, form, signature or claims."""


class Direct(OAuth2Session):
    """Speaks to the provider alone: an answer that leads elsewhere is a fault."""

    def request(self, method: str, url: str, **more: Any) -> requests.Response:
        """As ``requests``; raises ProviderUnfit for a redirect and for an address without TLS."""
        where = urlsplit(url)
        if where.scheme != "https" and where.hostname not in LOOPBACK:
            raise ProviderUnfit(f"{where.hostname} is not asked over HTTPS")
        more = {**more, "allow_redirects": False, "timeout": SECONDS}
        response: requests.Response = super().request(method, url, **more)
        if response.is_redirect:
            raise ProviderUnfit(f"{where.hostname} leads elsewhere")
        return response


class Provider(FlaskOAuth2App):
    """Authlib's client, over connections that go nowhere else."""

    client_cls = Direct


def client(app: Flask, settings: Settings) -> Any:
    """Authlib's client of the provider that the settings name."""
    registry = OAuth(app)
    registry.oauth2_client_cls = Provider
    return registry.register(
        "provider",
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        server_metadata_url=f"{settings.oidc_issuer}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid email profile", "code_challenge_method": "S256"},
    )
