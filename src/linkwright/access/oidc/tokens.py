"""Checks an ID token (OpenID Connect Core 3.1.3.7): who signed it, for whom, for which sign-in, and until when."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime
from typing import Any, TypeGuard

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from linkwright.access.oidc.errors import ProviderSignInFailed
from linkwright.access.oidc.model import Identity, Provider
from linkwright.kit import jsons
from linkwright.kit.secret import Secret

# No `none`, and nothing that is signed with a secret both sides have.
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
_SKEW = 60
_LONGEST = 255
_MOST_BYTES = 64 * 1024


def key_id_of(token: str) -> str | None:
    """Which key a token says that it was signed with; not believed, only looked for.

    Raises:
        ProviderSignInFailed: it is no signed token.
    """
    try:
        header = jsons.loads(_decoded(token.partition(".")[0]))
        found = header.get("kid")
    except (ValueError, AttributeError):
        raise ProviderSignInFailed("The provider's ID token cannot be read.") from None
    return found if isinstance(found, str) else None


def read_id_token(token: str, keys: KeySet, provider: Provider, nonce: str, now: datetime) -> Identity:
    """Whom the token is about.

    Raises:
        ProviderSignInFailed: it was signed by somebody else, or is for somebody else, another sign-in or another time.
    """
    if len(token) > _MOST_BYTES:
        raise ProviderSignInFailed("The provider's ID token is too long.")
    try:
        claims = jwt.decode(token, keys, algorithms=_ALGORITHMS).claims
    except (JoseError, ValueError, TypeError):
        raise ProviderSignInFailed("The provider's ID token is not signed with a key of the provider.") from None
    _check(claims, provider, nonce, now.timestamp())
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST or not subject.isprintable():
        raise ProviderSignInFailed("The provider's ID token does not say whom it is about.")
    email = claims.get("email")
    verified = claims.get("email_verified") is True and isinstance(email, str)
    name = claims.get("name")
    return Identity(provider.issuer, subject, str(email) if verified else None, name if isinstance(name, str) else "")


def _check(claims: dict[str, Any], provider: Provider, nonce: str, now: float) -> None:
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    sent = claims.get("nonce")
    ends, made = claims.get("exp"), claims.get("iat")
    if claims.get("iss") != provider.issuer:
        said = "is of another issuer"
    elif provider.client_id not in audiences:
        said = "is for another application"
    elif (len(audiences) > 1 or "azp" in claims) and claims.get("azp") != provider.client_id:
        said = "was given to another application"
    elif not isinstance(sent, str) or not hmac.compare_digest(sent.encode("utf-8", "replace"), nonce.encode()):
        said = "is for another sign-in"
    elif not _is_time(ends) or ends <= now - _SKEW:
        said = "has expired"
    elif not _is_time(made) or made > now + _SKEW:
        said = "is of the future"
    else:
        return
    raise ProviderSignInFailed(f"The provider's ID token {said}.")


def _is_time(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _decoded(part: str) -> bytes:

    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def derived(token: Secret, purpose: str) -> str:
    """State, nonce and verifier of a sign-in, all of the one token that the browser keeps: the hub need not store them."""
    digest = hashlib.sha256(f"linkwright oidc {purpose}\0{token.reveal()}".encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
