"""Errors of signing in at a provider. People read most of them on a page, with no script and in a window of its own."""

from __future__ import annotations

from linkwright.errors import LinkwrightError, Unprocessable


class NoSignIn(Unprocessable):
    """This connector is not linked by signing in at the provider."""

    code = "no_sign_in"
    hint = "Send its form to POST /hub/accounts."


class StartSpent(LinkwrightError):
    """This address has been used, or is too old."""

    code = "start_spent"
    status = 410
    hint = "Go back to the page that you came from and start again there."


class StateUnknown(LinkwrightError):
    """This sign-in is not known here, has been finished, or is too old."""

    code = "state_unknown"
    status = 400
    hint = "Nothing was linked. Go back to the page that you came from and start again there."


class OtherBrowser(LinkwrightError):
    """This sign-in was begun in another browser."""

    code = "other_browser"
    status = 400
    hint = (
        "Nothing was linked. Begin and finish it in the same browser, with cookies allowed for this address. If somebody "
        "sent you this link, close the window."
    )


class OtherIssuer(Unprocessable):
    """The answer comes from another provider than the one that was asked."""

    code = "other_issuer"
    hint = "Nothing was linked. Start again; if it happens each time, tell whoever runs the app."


class ConsentRefused(Unprocessable):
    """You did not let the app in."""

    code = "access_denied"
    hint = "Nothing was linked. You can start again at any time."


class ProviderRefused(Unprocessable):
    """The provider did not let the app ask."""

    code = "provider_refused"
    hint = "Nothing was linked. The app's settings at the provider and the connector profile have to fit each other."
