"""A small OpenID provider: a real HTTP server with real signatures, which can be told to do wrong."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.answering import answering

ISSUER = "https://id.example"
CLIENT = "linkwright-hub"
SECRET = "the client's secret"


@dataclass
class OpenId:
    """What the provider is, whom it knows, and how it errs."""

    now: float
    port: int = 0
    keys: list[RSAKey] = field(default_factory=list)
    person: dict[str, Any] = field(default_factory=dict)
    # What is put over the right claims, header or documents; None takes a claim away.
    claims: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    signs: str = "RS256"
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    # ID tokens that were given.
    given: list[str] = field(default_factory=list)

    def rotate(self) -> None:
        """A new key takes the place of the old one."""
        number = len(self.asked) + len(self.keys) + int(time.monotonic_ns() % 1_000_000)
        self.keys = [RSAKey.generate_key(2048, {"kid": f"k{number}", "use": "sig"})]

    def authorize(self, address: str) -> dict[str, str]:
        """What a person's browser comes back with, who says yes at this address."""
        parts = urlsplit(address)
        asked = dict(parse_qsl(parts.query))
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{ISSUER}/authorize"
        assert (asked["response_type"], asked["client_id"]) == ("code", CLIENT)
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{secrets.token_hex(12)}"
        self.codes[code] = asked
        return {"code": code, "state": asked["state"], "iss": ISSUER}

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """What the token address answers."""
        user, _, secret = base64.b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
        asked = self.codes.pop(form.get("code", ""), None)
        verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if user != CLIENT or secret.replace("+", " ").replace("%27", "'") != SECRET:
            return 401, {"error": "invalid_client"}
        if asked is None or base64.urlsafe_b64encode(verifier).rstrip(b"=").decode() != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        if form.get("redirect_uri") != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        self.given.append(self.id_token(asked["nonce"]))
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": self.given[-1]}

    def id_token(self, nonce: str) -> str:
        """A signed ID token about the person."""
        right = {"iss": ISSUER, "aud": CLIENT, "nonce": nonce, "iat": int(self.now), "exp": int(self.now) + 300}
        claims = {name: value for name, value in {**right, **self.person, **self.claims}.items() if value is not None}
        if self.signs in ("none", "HS256"):
            text = ".".join(_plain(json.dumps(part).encode()) for part in ({"alg": self.signs}, claims))
            # The classic mistake: the public key taken for a shared secret.
            made = hmac.digest(self.keys[0].as_pem(private=False), text.encode(), "sha256")
            return f"{text}.{'' if self.signs == 'none' else _plain(made)}"
        key = RSAKey.generate_key(2048) if self.signs == "stranger" else self.keys[0]
        return jwt.encode({"alg": "RS256", "kid": self.keys[0].kid}, claims, key, algorithms=["RS256"])

    def document(self, path: str) -> dict[str, Any] | None:
        """What stands at an address."""
        self.asked.append(path)
        if path == "/.well-known/openid-configuration":
            ends = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
            return {"issuer": ISSUER, **{name: f"{ISSUER}/{end}" for name, end in ends.items()}, **self.metadata}
        return {"keys": [key.as_dict(private=False) for key in self.keys]} if path == "/keys" else None


def _plain(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@contextmanager
def serving(now: float) -> Iterator[OpenId]:
    """The provider, until the block ends."""
    made = OpenId(now)
    made.rotate()

    def answer(method: str, path: str, headers: Message, body: bytes) -> tuple[int, Any]:
        if method == "POST":
            form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
            return made.token(form, headers.get("authorization", ""))
        found = made.document(urlsplit(path).path)
        return (200, found) if found else (404, {})

    with answering(answer) as port:
        made.port = port
        yield made
