"""Linear's OAuth 2.0: consent, codes, access tokens of a day, refresh tokens that are used once, revocation."""

from __future__ import annotations

import hashlib
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from linkwright.catalog.linear.twin.consent import consent_page, refusal_page, sent_back
from linkwright.catalog.linear.twin.dice import text_for
from linkwright.catalog.linear.twin.keys import TwinKey
from linkwright.kit.clock import Clock
from linkwright.kit.jsons import dumpb
from linkwright.outbound.transport import OutboundRequest

SCOPES = frozenset(
    [
        "read",
        "write",
        "issues:create",
        "comments:create",
        "timeSchedule:write",
        "admin",
        "app:assignable",
        "app:mentionable",
        "customer:read",
        "customer:write",
        "initiative:read",
        "initiative:write",
    ]
)
_CODE_LIVES = timedelta(minutes=10)
_TOKEN_LIVES = timedelta(seconds=86_399)
_APP_TOKEN_LIVES = timedelta(days=30)
_LENGTH = 40
Answer = tuple[int, dict[str, str], bytes]


class _Denied(Exception):
    """A request to the token endpoint is refused."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        self.answer = _json(status, {"error": error, "error_description": description})
        super().__init__(description)


@dataclass(frozen=True, slots=True)
class _Grant:
    """What a person or an admin allowed the app, and where; `public` says that PKCE stood in for the secret."""

    scopes: frozenset[str]
    app: bool
    public: bool = False
    world: str = "home"


@dataclass(frozen=True, slots=True)
class _Code:
    """A code on its way from the consent page to the token endpoint."""

    grant: _Grant
    redirect_uri: str
    challenge: str
    method: str
    expires: datetime


@dataclass(slots=True)
class OAuth:
    """The one app that the twin knows, and what was issued to it.

    Attributes:
        client_id: the app's public name.
        client_secret: what proves that it is the app.
        decides: `allow` or `deny` where nobody is asked and that is answered at once; empty for the page.
    """

    seed: str
    clock: Clock
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    decides: str = ""
    _codes: dict[str, _Code] = field(default_factory=dict, repr=False)
    _refreshing: dict[str, _Grant] = field(default_factory=dict, repr=False)
    _tokens: dict[str, TwinKey] = field(default_factory=dict, repr=False)
    _ended: set[str] = field(default_factory=set, repr=False)
    _shown: dict[str, int] = field(default_factory=dict, repr=False)
    _issued: int = 0

    def __post_init__(self) -> None:
        self.client_id = text_for(self.seed, "oauth:client", 32).lower()
        self.client_secret = text_for(self.seed, "oauth:secret", 32).lower()

    def reset(self) -> None:
        """Forget everything that was issued."""
        self._codes, self._refreshing, self._tokens, self._ended, self._issued = {}, {}, {}, set(), 0
        self._shown = {}
        self.decides = ""

    def refresh_tokens(self) -> dict[str, dict[str, Any]]:
        """Every refresh token that was issued or shown, by its SHA-256: how often it was `shown`, and whether it is `good`."""
        return {
            hashlib.sha256(value.encode()).hexdigest(): {"shown": shown, "good": value in self._refreshing}
            for value, shown in self._shown.items()
        }

    def token(self, value: str) -> TwinKey | None:
        """The access token of that value, if it is still good."""
        found = self._tokens.get(value)
        return found if found and (found.expires is None or self.clock.now() < found.expires) else None

    def answer(self, request: OutboundRequest, headers: Mapping[str, str]) -> Answer:
        """Answer a request to `/oauth/...`. `headers` have lower-case names."""
        address = urlsplit(request.url)
        form = dict(parse_qsl((request.body or b"").decode("utf-8", "replace")))
        if address.path == "/oauth/authorize":
            return self._authorize(request.method, dict(parse_qsl(address.query)), form)
        if request.method != "POST":
            return _json(405, {"error": "invalid_request", "error_description": "Only POST is allowed."})
        if not headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            return _json(400, {"error": "invalid_request", "error_description": "The body must be form-encoded."})
        try:
            if address.path == "/oauth/token":
                return _json(200, self._token(form, headers))
            if address.path == "/oauth/revoke":
                return self._revoke(form, headers)
        except _Denied as denied:
            return denied.answer
        return _json(404, {"error": "not_found"})

    def _authorize(self, method: str, asked: dict[str, str], form: dict[str, str]) -> Answer:
        asked = {**form, **asked}
        if asked.get("client_id") != self.client_id:
            return refusal_page("The app is unknown.")
        if not asked.get("redirect_uri", "").startswith(("https://", "http://")):
            return refusal_page("The address to go back to is missing.")
        scopes = frozenset(filter(None, asked.get("scope", "read").split(","))) | {"read"}
        app = asked.get("actor") in ("app", "application")
        problem = self._problem(asked, scopes, app)
        if problem:
            return sent_back(asked, {"error": problem})
        decision = form.get("decision") or self.decides
        if method == "GET" and not self.decides:
            return consent_page(asked, sorted(scopes), app)
        if decision != "allow":
            return sent_back(asked, {"error": "access_denied"})
        code = self._new("code")
        self._codes[code] = _Code(
            _Grant(
                scopes,
                app,
                public=bool(asked.get("code_challenge")),
                world="other" if form.get("workspace") == "other" else "home",
            ),
            asked["redirect_uri"],
            asked.get("code_challenge", ""),
            asked.get("code_challenge_method", "plain"),
            self.clock.now() + _CODE_LIVES,
        )
        return sent_back(asked, {"code": code})

    @staticmethod
    def _problem(asked: Mapping[str, str], scopes: frozenset[str], app: bool) -> str | None:
        if asked.get("response_type") != "code":
            return "unsupported_response_type"
        if not scopes <= SCOPES or (app and "admin" in scopes):
            return "invalid_scope"
        return "invalid_request" if asked.get("code_challenge_method", "plain") not in ("plain", "S256") else None

    def _token(self, form: dict[str, str], headers: Mapping[str, str]) -> dict[str, Any]:
        proven = self._client(form, headers)
        match form.get("grant_type"):
            case "authorization_code":
                return self._pair(self._redeem(form, proven))
            case "refresh_token":
                return self._pair(self._turn(form, proven))
            case "client_credentials":
                if not proven:
                    raise _Denied("invalid_client", "The client secret is missing.", 401)
                return self._for_app(frozenset(filter(None, form.get("scope", "read").split(","))))
        raise _Denied("unsupported_grant_type", "The grant type is unknown.")

    def _client(self, form: Mapping[str, str], headers: Mapping[str, str]) -> bool:
        """Whether the caller proved to be the app; PKCE may do without."""
        id_, secret = form.get("client_id", ""), form.get("client_secret")
        basic = headers.get("authorization", "")
        if basic.lower().startswith("basic "):
            try:
                id_, _, secret = b64decode(basic[6:]).decode().partition(":")
            except ValueError:
                raise _Denied("invalid_client", "The Authorization header cannot be read.", 401) from None
        if id_ != self.client_id or (secret is not None and not compare_digest(secret, self.client_secret)):
            raise _Denied("invalid_client", "The client is unknown or its secret is wrong.", 401)
        return secret is not None

    def _redeem(self, form: Mapping[str, str], proven: bool) -> _Grant:
        code = self._codes.pop(form.get("code", ""), None)
        if code is None or code.expires < self.clock.now():
            raise _Denied("invalid_grant", "The code is spent, too old or unknown.")
        if form.get("redirect_uri") != code.redirect_uri:
            raise _Denied("invalid_grant", "The redirect address is not the one that the code was made for.")
        verifier = form.get("code_verifier", "")
        if code.method == "S256":
            verifier = urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        if code.challenge and not compare_digest(verifier, code.challenge):
            raise _Denied("invalid_grant", "The code verifier does not fit.")
        if not code.challenge and not proven:
            raise _Denied("invalid_client", "The client secret is missing.", 401)
        return code.grant

    def _turn(self, form: Mapping[str, str], proven: bool) -> _Grant:
        """Spend a refresh token; one that was not proven to be the app's stays good."""
        value = form.get("refresh_token", "")
        self._shown[value] = self._shown.get(value, 0) + 1
        grant = self._refreshing.get(value)
        if grant is None:
            raise _Denied("invalid_grant", "The refresh token is spent, revoked or unknown.")
        if not grant.public and not proven:
            raise _Denied("invalid_client", "The client secret is missing.", 401)
        del self._refreshing[value]
        return grant

    def _pair(self, grant: _Grant) -> dict[str, Any]:
        refresh = self._new("refresh")
        self._refreshing[refresh] = grant
        self._shown[refresh] = 0
        return {**self._access(grant, _TOKEN_LIVES), "refresh_token": refresh}

    def _for_app(self, scopes: frozenset[str]) -> dict[str, Any]:
        if not scopes <= SCOPES - {"admin"}:
            raise _Denied("invalid_scope", "A scope is unknown or not for apps.")
        for value in [value for value, key in self._tokens.items() if key.name == "client_credentials"]:
            # An app has one such token at a time.
            self._end(value)
        return self._access(_Grant(scopes | {"read"}, True), _APP_TOKEN_LIVES, "client_credentials")

    def _access(self, grant: _Grant, lives: timedelta, name: str = "oauth") -> dict[str, Any]:
        value, until = self._new("oauth"), self.clock.now() + lives
        self._tokens[value] = TwinKey(name, value, grant.scopes, world=grant.world, app=grant.app, expires=until)
        scope = " ".join(sorted(grant.scopes))
        seconds = int(lives.total_seconds())
        return {"access_token": value, "token_type": "Bearer", "expires_in": seconds, "scope": scope}

    def _revoke(self, form: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
        bearer = headers.get("authorization", "")
        value = bearer[7:].strip() if bearer.lower().startswith("bearer ") else ""
        value = value or form.get("token") or form.get("access_token") or form.get("refresh_token") or ""
        if value in self._tokens or value in self._refreshing:
            self._end(value)
            return _json(200, {"success": True})
        if value in self._ended:
            return _json(400, {"error": "invalid_request", "error_description": "The token is already revoked."})
        return _json(401, {"error": "invalid_token", "error_description": "The token is unknown."})

    def _end(self, value: str) -> None:
        self._tokens.pop(value, None)
        self._refreshing.pop(value, None)
        self._ended.add(value)

    def _new(self, kind: str) -> str:
        self._issued += 1
        return f"lin_{kind}_" + text_for(self.seed, f"oauth:{self._issued}", _LENGTH)


def _json(status: int, body: dict[str, Any]) -> Answer:
    return status, {"content-type": "application/json; charset=utf-8", "cache-control": "no-store"}, dumpb(body)
