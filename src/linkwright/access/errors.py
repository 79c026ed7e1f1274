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


class SignInAgain(LinkwrightError):
    """This needs a fresh sign-in."""

    code = "sign_in_again"
    status = 403
    hint = "Sign in again and repeat it within ten minutes."


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


class EmailTaken(LinkwrightError):
    """There is a member of that e-mail address already."""

    code = "email_taken"
    status = 409
    hint = "Sign in with it, or use another address. Who forgot the password gets a link from whoever runs the server."


class LastOwner(LinkwrightError):
    """An organization needs an owner, and this is its last one."""

    code = "last_owner"
    status = 409
    hint = "Make somebody else an owner first."


class PasswordsOff(LinkwrightError):
    """Members of this organization sign in through its provider."""

    code = "passwords_off"
    status = 403
    hint = "Use the button with the provider's name. `linkwright members allow-passwords` on the server lets passwords in again."


class CodeRefused(LinkwrightError):
    """That code does not fit, or was used already."""

    code = "code_refused"
    status = 401
    hint = "Wait for the next code of your app, and check that the clock of your phone is right. A recovery code works once."


class StepEnded(LinkwrightError):
    """This sign-in has ended before its second step."""

    code = "step_ended"
    status = 410
    hint = "Sign in again from the start."


class TwoStepAlreadyOn(LinkwrightError):
    """Two-step sign-in is on already."""

    code = "two_step_on"
    status = 409
    hint = "Switch it off first to use another app."


class TwoStepNotBegun(LinkwrightError):
    """There is no secret that this code could be of."""

    code = "two_step_not_begun"
    status = 409
    hint = "Begin the setup again and scan the new picture."


class TwoStepRequired(LinkwrightError):
    """Your organization wants two-step sign-in."""

    code = "two_step_required"
    status = 409
    hint = "An owner can lift that under Sign-in. Until then it stays on."


class AddressNotAllowed(LinkwrightError):
    """This project may not be used from your address."""

    code = "address_not_allowed"
    status = 403
    hint = "Call from a network that the project allows, or have an admin add yours under Settings. `linkwright projects networks` on the server changes the list."


class WouldLockOut(LinkwrightError):
    """Your own address is not in that list."""

    code = "would_lock_out"
    status = 409
    hint = "Add the address that the message names, or change the list from a network that is in it."
