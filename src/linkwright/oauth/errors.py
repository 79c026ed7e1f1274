"""What can go wrong between this hub and a provider's token address."""

from __future__ import annotations

from linkwright.errors import LinkwrightError


class GrantRefused(LinkwrightError):
    """The provider did not give a token for this code or refresh token (`invalid_grant`)."""

    code = "grant_refused"
    status = 422
    hint = "Have the account connected once more. If it happens each time, compare the redirect address at the provider with the profile's."


class AppRefused(LinkwrightError):
    """The provider does not know the app, or its secret is wrong (`invalid_client`, `unauthorized_client`)."""

    code = "app_refused"
    status = 422
    hint = "Copy client id and client secret from the app's page at the provider into the connector profile once more."


class AppMissing(LinkwrightError):
    """There is no app to ask for tokens with."""

    code = "app_missing"
    status = 422
    hint = "Enter client id and client secret of the app in the connector profile."


class TokenRefused(LinkwrightError):
    """The provider refused to give a token for another reason."""

    code = "token_refused"
    status = 422
    hint = (
        "The message holds the provider's own word for it. Compare the app's settings there with the connector profile."
    )


class TokenAddressFailed(LinkwrightError):
    """The provider's token address could not be asked, or answered what is no token."""

    code = "token_address_failed"
    status = 502
    hint = "Try again in a minute. Nothing was lost: the stored tokens are as they were."


class TokenAddressLimited(TokenAddressFailed):
    """The provider's token address asks to wait."""

    code = "token_address_limited"
    status = 429
    hint = "Wait as long as Retry-After says. Nothing was lost: the stored tokens are as they were."


class RenewalFailed(LinkwrightError):
    """The account's access token has ended and could not be renewed yet."""

    code = "renewal_failed"
    status = 502
    hint = (
        "Nothing was lost, and the renewal is tried again by itself. Send the call again when Retry-After has passed."
    )


class RenewalLimited(RenewalFailed):
    """The account's access token has ended, and the provider asks to wait before it is renewed."""

    code = "renewal_limited"
    status = 429


class RenewalPending(LinkwrightError):
    """The account's access token is being renewed, which took longer than the call may."""

    code = "renewal_pending"
    status = 408
    hint = "Send the call again: nothing was sent to the provider for it."
