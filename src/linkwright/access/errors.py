"""Errors of access."""

from __future__ import annotations

from linkwright.errors import LinkwrightError


class Unauthenticated(LinkwrightError):
    """This call carries no API key that is known here."""

    code = "unauthenticated"
    status = 401
    hint = "Send the key as the Basic user name with an empty password, or as a Bearer token. `linkwright keys create` makes one."


class KeyRevoked(Unauthenticated):
    """This API key was revoked."""

    code = "key_revoked"


class KeyExpired(Unauthenticated):
    """This API key has expired."""

    code = "key_expired"


class Forbidden(LinkwrightError):
    """You may not do this."""

    code = "forbidden"
    status = 403
    hint = "Use a key with the scope that the message names, or ask an owner of the organization."


class CsrfRefused(LinkwrightError):
    """This change did not come from the console's own page."""

    code = "csrf_refused"
    status = 403
    hint = "Reload the console and try again."


class SignInRefused(LinkwrightError):
    """That e-mail and password do not go together."""

    code = "sign_in_refused"
    status = 401
    hint = "Check both. `linkwright members link` on the server makes a new one-time link."


class TooManyTries(LinkwrightError):
    """Too many wrong tries."""

    code = "too_many_tries"
    status = 429
    hint = "Wait for as long as Retry-After says, then try again."


class RateLimited(LinkwrightError):
    """This API key has made its calls for this minute."""

    code = "rate_limited"
    status = 429
    hint = "Wait for as long as Retry-After says. An operator sets the limit with LINKWRIGHT_RATE_LIMIT_PER_KEY."


class AccountRateLimited(LinkwrightError):
    """So many calls were made on this account in this minute that it takes no more."""

    code = "account_rate_limited"
    status = 429
    hint = "Wait for as long as Retry-After says. An operator sets the limit with LINKWRIGHT_RATE_LIMIT_PER_ACCOUNT."


class TooManyAtOnce(LinkwrightError):
    """Too many calls of this caller run at the same time."""

    code = "too_many_at_once"
    status = 429
    hint = (
        "Wait for some of them to end, then try again. An operator sets the bounds with LINKWRIGHT_CALLS_AT_ONCE and "
        "LINKWRIGHT_CALLS_AT_ONCE_PER_CALLER."
    )


class ClaimLinkDead(LinkwrightError):
    """This sign-in link no longer works."""

    code = "claim_link_dead"
    status = 410
    hint = "Such a link works once and for a limited time. Run `linkwright members link` on the server for a new one."


class PasswordTooWeak(LinkwrightError):
    """A password needs at least 12 characters."""

    code = "password_too_weak"
    status = 422
    hint = "Choose a longer one; a few words in a row are easy to remember."


class UnknownScope(LinkwrightError):
    """There is no such scope."""

    code = "unknown_scope"
    status = 422
    hint = "docs/api-keys.md lists the scopes and presets."
