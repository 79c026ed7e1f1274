"""What the runtime knows of signing in by OAuth 2.0 at one provider; read from a lock by `loading`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

ACCESS_TOKEN = "access_token"  # noqa: S105 - the name of a field
REFRESH_TOKEN = "refresh_token"  # noqa: S105 - the name of a field


@dataclass(frozen=True, slots=True)
class OAuth:
    """How a provider gives tokens.

    An account that is linked so holds the credential fields `access_token` and, where the provider gives one,
    `refresh_token`.

    Attributes:
        grant: `authorization_code` or `client_credentials`.
        token_url: where tokens are given and renewed.
        authorize_url: where people say yes; empty for client credentials.
        revoke_url: where a token is ended (RFC 7009); empty if the provider has no such place.
        issuer: the provider's name in `iss` (RFC 9207), checked where an answer has one; empty if it has none.
        scope_separator: what stands between scopes in a request. Answers are read with blanks, commas or as a list.
        params: further parameters of the authorize address, such as `prompt`.
        token_params: further parameters of every token request, such as `audience`.
        client_auth: how the app shows its secret: `basic` in the header, `post` in the form.
        pkce: whether a code challenge goes along (S256, always).
    """

    grant: str
    token_url: str
    authorize_url: str = ""
    revoke_url: str = ""
    issuer: str = ""
    scope_separator: str = " "
    params: Mapping[str, str] = field(default_factory=dict)
    token_params: Mapping[str, str] = field(default_factory=dict)
    client_auth: str = "basic"
    pkce: bool = True
