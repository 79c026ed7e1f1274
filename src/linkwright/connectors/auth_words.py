"""The ways to sign in, as the connector language words them. Checks of meaning live in `sign_in`."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from linkwright.connectors.vocabulary import ADDRESS, STEP, Path, Text, Words

Address = Annotated[str, StringConstraints(pattern=ADDRESS)]


class FieldWords(Words):
    """One field of a way to sign in."""

    label: Text
    """What stands above the field. Example: API key"""
    secret: bool = False
    """It is typed unseen, stored sealed and never shown. Example: true"""
    required: bool = True
    """Whether it must be filled in."""
    placeholder: str = ""
    """Text in the empty field that shows the form. Example: lin_api_…"""
    about: str = ""
    """A sentence below the field."""
    pattern: str = ""
    """Regular expression that the value must fit, without look-around and back-references. Example: ^lin_api_[A-Za-z0-9]+$"""
    pattern_error: str = ""
    """What a person is told whose value does not fit the pattern."""
    length: int | None = Field(None, ge=1, le=4096)
    """Exact number of characters, so that a key cut off when copying is noticed. Example: 48"""


class SetupWords(Words):
    """One choice of the developer who sets a profile up, for `params` of type oauth2."""

    label: Text
    """What stands above the choice. Example: Act as"""
    about: str = ""
    """A sentence below it."""
    options: dict[str, Text] = Field(min_length=1)
    """The values there are, each with what it means. Example: {user: The person who links}"""
    default: Text
    """The value where nothing was chosen. Example: user"""


class ExchangeWords(Words):
    """One request of type exchange.

    What it sends are templates over `{credentials.FIELD}`: what was typed, and what earlier requests gave; and over
    `{app.client_id}` and `{app.client_secret}` of the profile's app.
    """

    method: Literal["POST", "PUT", "GET"] = "POST"
    """Method of the request. Example: POST"""
    url: Address
    """Its address, on one of the hosts. Example: https://api.example.com/login"""
    headers: dict[str, Text] = {}
    """Headers of the request, each a template. Example: {X-Api-Key: "{credentials.api_key}"}"""
    basic: list[str] = Field([], max_length=2)
    """User and password of HTTP Basic, each a template. Example: ["{app.client_id}", "{app.client_secret}"]"""
    form: dict[str, Text] = {}
    """A body that is sent as a form, each value a template. Example: {grant_type: password_less}"""
    body: Any = None
    """A body that is sent as JSON; its texts are templates. Example: {user: "{credentials.user}"}"""
    gives: dict[Annotated[str, StringConstraints(pattern=STEP)], Path]
    """Places in the answer, by the names under which what stands there is a credential from then on.
    Example: {access_token: data.token}"""
    lifetime: Path | None = None
    """Place of the seconds that the access token is good for. Example: data.expires_in"""


class AuthWords(Words):
    """One way to sign in."""

    type: Literal["header", "bearer", "basic", "query", "oauth2", "exchange"]
    """How the credential is had and sent: in headers, as a bearer token, as user and password of HTTP Basic, in the
    address, as a token by OAuth 2.0, or as a token that is exchanged for what was typed. Example: header"""
    label: Text
    """What people call this way. Example: API key"""
    headers: dict[str, Text] = {}
    """Headers of every call, for type header; {credentials.FIELD} stands for what was typed. For types oauth2 and
    exchange in place of `token`. Example: {X-Api-Key: "{credentials.api_key}"}"""
    token: str = ""
    '''The token, for type bearer; for types oauth2 and exchange the access token where nothing is said.
    Example: "{credentials.token}"'''
    username: str = ""
    '''The user, for type basic. Example: "{credentials.email}/token"'''
    password: str = ""
    '''The password, for type basic; may be empty. Example: "{credentials.api_key}"'''
    query: dict[str, Text] = {}
    """Parameters of every address, for type query; kept out of logs. Example: {api_key: "{credentials.api_key}"}"""
    grant: Literal["authorization_code", "client_credentials"] = "authorization_code"
    """What a token is given for, for type oauth2: a person's yes, or the app's own secret.
    Example: client_credentials"""
    authorize_url: Address | None = None
    """Where people say yes; needed for the grant authorization_code. Example: https://example.com/oauth/authorize"""
    token_url: Address | None = None
    """Where tokens are given and renewed, on one of the hosts; needed for type oauth2.
    Example: https://api.example.com/oauth/token"""
    revoke_url: Address | None = None
    """Where a token is ended, on one of the hosts. Example: https://api.example.com/oauth/revoke"""
    issuer: Address | None = None
    """The provider's name in `iss`, for one that puts it into its answers (RFC 9207); any other answer, and one without, is
    then refused. Example: https://example.com"""
    scope_separator: str = Field(" ", min_length=1, max_length=3)
    """What stands between scopes in a request; answers are read whatever stands there. Example: ','"""
    params: dict[str, Text] = {}
    """Further parameters of the authorize address; {setup.NAME} stands for a choice of the profile.
    Example: {prompt: consent}"""
    token_params: dict[str, Text] = {}
    """Further parameters of every token request. Example: {audience: https://api.example.com}"""
    client_auth: Literal["basic", "post"] = "basic"
    """How the app shows its secret: in the header, or in the form. Example: post"""
    pkce: bool = True
    """Whether a code challenge goes along (S256). Example: false"""
    setup: dict[Annotated[str, StringConstraints(pattern=STEP)], SetupWords] = {}
    """Choices of the developer who sets a profile up, by name, for type oauth2."""
    exchange: list[ExchangeWords] = Field([], max_length=4)
    """The requests that give an access token, for type exchange; done again to renew it."""
    fields: dict[str, FieldWords] = {}
    """What the person who links types in, by name. Types oauth2 and exchange may do without. The fields `client_id` and
    `client_secret` of the grant client_credentials are a person's own app in place of the profile's."""
    settings_url: Annotated[str, StringConstraints(pattern=ADDRESS)] = ""
    """Where at the provider the credential is made."""
    guide: Text
    """Markdown file that leads a person to the credential. Example: guides/api-key.md"""
    setup_guide: Text | None = None
    """Markdown file that leads a developer through registering the app at the provider, for types oauth2 and exchange.
    Example: guides/oauth.setup.md"""
