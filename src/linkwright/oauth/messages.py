"""OAuth's messages, written and read (RFC 6749, 7009, 7636, 9207). Sends nothing."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7009 import prepare_revoke_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from linkwright.connectors.oauth import OAuth
from linkwright.kit import jsons
from linkwright.kit.secret import Secret
from linkwright.oauth.errors import (
    AppRefused,
    GrantRefused,
    TokenAddressFailed,
    TokenAddressLimited,
    TokenRefused,
)
from linkwright.oauth.model import App, Grant
from linkwright.outbound.transport import OutboundRequest, OutboundResponse

TIMEOUT = 15.0
"""Seconds that a token address may take."""
MOST_BYTES = 64 * 1024
_LONGEST_LIFE = timedelta(days=3650)
_MOST_DIGITS = 7
_SCOPES = re.compile(r"[ ,]+")
_WORD = re.compile(r"[^A-Za-z0-9_.:/-]")
# What RFC 6749 calls `invalid_grant`, in the words of some providers: the person has to come back.
_GRANT_ERRORS = frozenset(
    {
        "invalid_grant",
        "bad_refresh_token",
        "invalid_refresh_token",
        "interaction_required",
        "consent_required",
        "login_required",
    }
)
_APP_ERRORS = frozenset({"invalid_client", "unauthorized_client"})
_FORM = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}


def authorize_address(
    oauth: OAuth, app: App, *, redirect_uri: str, scopes: Sequence[str], state: Secret, verifier: Secret
) -> str:
    """The address to which a person's browser is sent to say yes. The verifier stays here; its challenge goes along."""
    more = dict(oauth.params)
    if oauth.pkce:
        more |= {
            "code_challenge": create_s256_code_challenge(verifier.reveal()),  # type: ignore[no-untyped-call]
            "code_challenge_method": "S256",
        }
    address: str = prepare_grant_uri(
        oauth.authorize_url,
        app.client_id,
        "code",
        redirect_uri=redirect_uri,
        scope=oauth.scope_separator.join(scopes) or None,
        state=state.reveal(),
        **more,
    )
    return address


def redeem_code(oauth: OAuth, app: App, *, code: Secret, redirect_uri: str, verifier: Secret) -> OutboundRequest:
    """The request that turns a code into tokens."""
    proof = {"code_verifier": verifier.reveal()} if oauth.pkce else {}
    return _token_request(oauth, app, "authorization_code", code=code.reveal(), redirect_uri=redirect_uri, **proof)


def renew(oauth: OAuth, app: App, refresh_token: Secret) -> OutboundRequest:
    """The request that turns a refresh token into new tokens."""
    return _token_request(oauth, app, "refresh_token", refresh_token=refresh_token.reveal())


def ask_as_app(oauth: OAuth, app: App, scopes: Sequence[str]) -> OutboundRequest:
    """The request for a token of the app's own (client credentials)."""
    asked = {"scope": oauth.scope_separator.join(scopes)} if scopes else {}
    return _token_request(oauth, app, "client_credentials", **asked)


def revoke(oauth: OAuth, app: App, token: Secret, hint: str) -> OutboundRequest:
    """The request that ends a token; `hint` is `access_token` or `refresh_token`."""
    body, _ = prepare_revoke_token_request(token.reveal(), hint)
    return _from_app(oauth, app, oauth.revoke_url, body)


def read_grant(answer: OutboundResponse, now: datetime) -> Grant:
    """The tokens in an answer.

    Raises:
        GrantRefused: code or refresh token are spent, ended or not this app's.
        AppRefused: id or secret of the app are wrong.
        TokenRefused: another refusal.
        TokenAddressFailed: the answer is a fault of the provider, or no token answer at all.
        TokenAddressLimited: the provider asks to wait.
    """
    told = _object(answer)
    if answer.status == 429:
        raise TokenAddressLimited(headers=_patience(answer))
    if answer.status >= 500:
        raise TokenAddressFailed(f"The provider's token address answered {answer.status}.")
    error = told.get("error")
    if isinstance(error, str) and error:
        raise _refusal(error)
    if not 200 <= answer.status < 300:
        raise TokenAddressFailed(f"The provider's token address answered {answer.status} without saying why.")
    token = told.get("access_token")
    if not isinstance(token, str) or not token:
        raise TokenAddressFailed("The provider's token address answered without a token.")
    if str(told.get("token_type") or "bearer").lower() != "bearer":
        raise TokenAddressFailed("The provider gave a token that is not a bearer token.")
    refresh = told.get("refresh_token")
    return Grant(
        access_token=Secret(token),
        refresh_token=Secret(refresh) if isinstance(refresh, str) and refresh else None,
        expires_at=lifetime_end(told.get("expires_in"), now),
        scopes=_scopes(told.get("scope")),
    )


def _token_request(oauth: OAuth, app: App, grant_type: str, **values: str) -> OutboundRequest:
    body = prepare_token_request(grant_type, **values, **oauth.token_params)
    return _from_app(oauth, app, oauth.token_url, body)


def _from_app(oauth: OAuth, app: App, url: str, body: str) -> OutboundRequest:
    way = "none" if app.client_secret is None else f"client_secret_{oauth.client_auth}"
    secret = app.client_secret.reveal() if app.client_secret is not None else None
    sender = ClientAuth(app.client_id, secret, way)
    _, headers, form = sender.prepare("POST", url, dict(_FORM), body)  # type: ignore[no-untyped-call]
    return OutboundRequest("POST", url, headers, form.encode(), timeout=TIMEOUT, max_bytes=MOST_BYTES)


def _object(answer: OutboundResponse) -> dict[str, Any]:
    try:
        told = jsons.loads(answer.body)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _refusal(error: str) -> Exception:
    # The provider's description may repeat what was sent, so only its word for the error is passed on.
    word = _WORD.sub("", error)[:60] or "an error"
    if word in _GRANT_ERRORS:
        return GrantRefused(f"The provider says that the grant has ended ({word}).")
    if word in _APP_ERRORS:
        return AppRefused(f"The provider does not accept the app of this connector profile ({word}).")
    if word in {"server_error", "temporarily_unavailable"}:
        return TokenAddressFailed(f"The provider's token address is out of order ({word}).")
    return TokenRefused(f"The provider gave no token ({word}).")


def _patience(answer: OutboundResponse) -> dict[str, str]:
    """`Retry-After` where it is a number of seconds; a date is of another clock than ours."""
    asked = answer.headers.get("retry-after", "")
    return {"Retry-After": asked} if asked.isascii() and asked.isdecimal() and len(asked) < _MOST_DIGITS else {}


def lifetime_end(seconds: Any, now: datetime) -> datetime | None:
    """When a token ends that lives so many seconds; None if that is no number of seconds."""
    try:
        lives = float(seconds)
    except (TypeError, ValueError):
        return None
    if not math.isfinite(lives) or lives <= 0:
        return None
    return now + min(timedelta(seconds=min(lives, _LONGEST_LIFE.total_seconds())), _LONGEST_LIFE)


def _scopes(told: Any) -> tuple[str, ...] | None:
    if isinstance(told, str):
        return tuple(dict.fromkeys(filter(None, _SCOPES.split(told))))
    if isinstance(told, list) and all(isinstance(one, str) for one in told):
        return tuple(dict.fromkeys(told))
    return None
