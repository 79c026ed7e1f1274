"""What the runtime knows of signing in by OAuth 2.0 at one provider; read from a lock by `loading`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ACCESS_TOKEN = "access_token"  # noqa: S105 - the name of a field
REFRESH_TOKEN = "refresh_token"  # noqa: S105 - the name of a field
CLIENT_ID = "client_id"
CLIENT_SECRET = "client_secret"  # noqa: S105 - the name of a field


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
        issuer: the provider's name in `iss` (RFC 9207), which every answer must have; empty if it names itself in none.
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


@dataclass(frozen=True, slots=True)
class SetupChoice:
    """One choice of the developer who sets a profile up; `options` are values with what they mean."""

    key: str
    label: str
    about: str
    options: Mapping[str, str]
    default: str


@dataclass(frozen=True, slots=True)
class ExchangeRequest:
    """One request that leads from what was typed to an access token.

    Its texts are templates over `{credentials.FIELD}` and `{app.client_id}`, `{app.client_secret}`.

    Attributes:
        basic: user and password of HTTP Basic; empty for none.
        form: a body as a form; empty for none.
        body: a body as JSON; None for none.
        gives: paths into the answer, by the name of the credential that stands there.
        lifetime: path of the seconds that the access token is good for; empty if the answer does not say.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    basic: tuple[str, ...]
    form: Mapping[str, str]
    body: Any
    gives: Mapping[str, tuple[str, ...]]
    lifetime: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exchange:
    """How a token is exchanged for what was typed; it is renewed by doing it again with the same fields."""

    requests: tuple[ExchangeRequest, ...]
