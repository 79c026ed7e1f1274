"""Errors of signing in through an OpenID provider."""

from __future__ import annotations

from linkwright.errors import LinkwrightError


class NoProvider(LinkwrightError):
    """This organization has no OpenID provider."""

    code = "no_provider"
    status = 404
    hint = "Sign in with e-mail and password. An owner sets a provider up under Sign-in."


class ProviderUnusable(LinkwrightError):
    """The OpenID provider cannot be used."""

    code = "provider_unusable"
    status = 502
    hint = "Check the issuer, and that the hub can reach it. What it answers has to be as OpenID Connect says."


class ProviderSignInFailed(LinkwrightError):
    """Signing in through the provider did not work."""

    code = "provider_sign_in_failed"
    status = 400
    hint = "Begin again at the sign-in page. If it happens again, ask whoever runs the provider."


class IdentityRefused(LinkwrightError):
    """The provider knows you, but you may not come in by it."""

    code = "identity_refused"
    status = 403
    hint = "Ask an owner of the organization to invite you, or to allow your e-mail's domain under Sign-in."
