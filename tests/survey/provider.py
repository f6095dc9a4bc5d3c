"""A small OpenID Connect provider on loopback, for tests: discovery, keys, consent at once, tokens."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT_ID = "mandate-here"
CLIENT_SECRET = "a secret that only both know, for tests"


@dataclass
class Provider:
    """What it says of the person, and in which way it lies."""

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "k1"}))
    published: RSAKey | None = None
    """Another key than the one that signs."""
    algorithm: str = "RS256"
    metadata: dict[str, Any] = field(default_factory=dict)
    leads_to: str = ""
    """Where its token address redirects to."""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "id_token_signing_alg_values_supported": ["RS256"],
            **self.metadata,
        }

    def authorize(self, query: dict[str, str]) -> str:
        """Where the browser goes after the person signed in at the provider."""
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        return query["redirect_uri"] + "?" + urlencode({"code": code, "state": query["state"]})

    def token(self, form: dict[str, str]) -> dict[str, Any]:
        asked = self.codes.pop(form["code"])
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        assert asked["code_challenge_method"] == "S256"
        assert asked["code_challenge"] == challenge
        assert asked["redirect_uri"] == form["redirect_uri"]
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": "person-1",
            "nonce": asked["nonce"],
            "iat": now,
            "exp": now + 300,
            **self.claims,
        }
        header = {"alg": self.algorithm, "kid": "k1"}
        key: Any = self.key
        if self.algorithm == "HS256":
            key = OctKey.import_key(CLIENT_SECRET)
        signed = jwt.encode(header, claims, key, algorithms=[self.algorithm])
        return {"access_token": secrets.token_urlsafe(16), "token_type": "Bearer", "id_token": signed}


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            provider.asked.append(parts.path)
            if parts.path == "/.well-known/openid-configuration":
                self.answer(provider.discovery())
            elif parts.path == "/keys":
                shown = provider.published or provider.key
                self.answer({"keys": [shown.as_dict(private=False)]})
            else:
                self.send_error(404)

        def do_POST(self) -> None:
            provider.asked.append(urlsplit(self.path).path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            if provider.leads_to:
                self.send_response(307)
                self.send_header("Location", provider.leads_to)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            expected = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
            if self.headers.get("Authorization") != f"Basic {expected}":
                self.send_error(401)
                return
            self.answer(provider.token({name: values[0] for name, values in parse_qs(body).items()}))

        def answer(self, data: dict[str, Any]) -> None:
            content = json.dumps(data).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    return Handler


@contextmanager
def running() -> Iterator[Provider]:
    """A provider that answers on a free port of loopback."""
    provider = Provider()
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider)) as server:
        provider.issuer = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield provider
        server.shutdown()
        thread.join()
