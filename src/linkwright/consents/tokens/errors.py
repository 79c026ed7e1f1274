"""Errors of codes and tokens."""

from __future__ import annotations

from linkwright.access.errors import Forbidden, Unauthenticated
from linkwright.consents.errors import ProtocolRefusal


class InvalidGrant(ProtocolRefusal):
    """The code or token is not known, has been used, has ended, or belongs to something else."""

    code = "invalid_grant"
    hint = "Sign in again from the client."


class InvalidTarget(ProtocolRefusal):
    """The client asks for a token for something that is not this hub's /mcp."""

    code = "invalid_target"
    hint = "The parameter resource has to be the address of /mcp, as /.well-known/oauth-protected-resource tells it."


class UnsupportedGrantType(ProtocolRefusal):
    """Tokens are given for an authorization code or a refresh token only."""

    code = "unsupported_grant_type"
    hint = "Send grant_type=authorization_code or grant_type=refresh_token."


class AccessTokenInvalid(Unauthenticated):
    """This access token is not known here, has ended or was revoked."""

    code = "access_token_invalid"
    hint = "The client gets another with its refresh token, or by signing in again."


class AccountNotGranted(Forbidden):
    """This client was not allowed to act on that account."""

    code = "account_not_granted"
    hint = (
        "Leave x-account-id out where one account was allowed, or sign in again from the client and choose the account."
    )


class InsufficientScope(Forbidden):
    """This client was not allowed to do that."""

    code = "insufficient_scope"
    hint = "Sign in again from the client and allow more."
