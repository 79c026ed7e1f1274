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
