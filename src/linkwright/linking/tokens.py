"""The two tokens of a connect session, and the one that opening its auth link gives. Only hashes are ever stored."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from linkwright.kit.ids import new_token, token_hash
from linkwright.kit.secret import Secret

SESSION_PREFIX = "lws_"
LINK_PREFIX = "lwl_"


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a new session is given, and the hashes that its row keeps.

    Attributes:
        session: for the Hub; stands for the session until it ends.
        link: the secret part of the auth link; can only be traded for a token.
        hub_hash: of the token that `link` can be traded for.
    """

    session: Secret
    link: Secret
    session_hash: str
    link_hash: str
    hub_hash: str


def make_tokens() -> Tokens:
    """Fresh tokens, of characters that need no escaping in any address."""
    session, link = new_token(SESSION_PREFIX), new_token(LINK_PREFIX)
    session_hash = token_hash(session)
    opened = opened_token(link, session_hash)
    return Tokens(Secret(session), Secret(link), session_hash, token_hash(link), token_hash(opened))


def opened_token(link: str, session_hash: str) -> str:
    """The session token that a link is traded for.

    It is made of the link, which only its bearer has, and of the hash in the row, which only the server has: neither a
    stolen table nor a spent link is enough to make it, and opening a link twice writes nothing.
    """
    return SESSION_PREFIX + hmac.new(session_hash.encode(), link.encode(), hashlib.sha256).hexdigest()
