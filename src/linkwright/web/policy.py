"""Headers of pages: a content security policy without any inline script or style, and who may frame what."""

from __future__ import annotations

from collections.abc import Iterable

_BASE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'self'; "
)


TWIN_PAGE_HEADERS = {
    # The twin's page has its style in it.
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
}
"""The headers of a twin's page for saying yes."""


def window_headers(*, form_to: str = "", nonce: str = "", waited_for: bool = True) -> dict[str, str]:
    """The headers of a page in a window of its own.

    Args:
        waited_for: whether another page opened the window and waits for its end.
        form_to: the origin to which sending the page's form leads on.
        nonce: of the one script that the page may have; none without it.
    """
    # Browsers hold every redirect after a form against form-action, and providers send people on to hosts of their own.
    forms = f"'self' https: {form_to}".strip() if form_to else "'self'"
    script = f"script-src 'nonce-{nonce}'; " if nonce else ""
    return {
        "content-security-policy": f"default-src 'none'; {script}style-src 'self'; img-src 'self' data:; font-src 'self'; "
        f"base-uri 'none'; form-action {forms}; frame-ancestors 'none'",
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "permissions-policy": "camera=(), geolocation=(), microphone=()",
        "x-frame-options": "DENY",
        # A page that waits closes the window and notices when it is closed; nobody else is to have hold of it.
        "cross-origin-opener-policy": "unsafe-none" if waited_for else "same-origin",
    }


def page_headers(framed_by: Iterable[str] = ()) -> dict[str, str]:
    """The headers of a page that may be framed by these origins (`*`: by any), and by nobody if there are none."""
    origins = list(framed_by)
    ancestors = "*" if "*" in origins else " ".join(["'self'", *origins]) if origins else "'none'"
    headers = {
        "content-security-policy": f"{_BASE}frame-ancestors {ancestors}",
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "permissions-policy": "camera=(), geolocation=(), microphone=()",
    }
    if not origins:
        headers["x-frame-options"] = "DENY"
        # The Hub opens windows of providers and has to notice when one is closed.
        headers["cross-origin-opener-policy"] = "same-origin-allow-popups"
    return headers
