"""Headers of pages: a content security policy without any inline script or style, and who may frame what."""

from __future__ import annotations

from collections.abc import Iterable

_BASE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'self'; "
)


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
        headers["cross-origin-opener-policy"] = "same-origin"
    return headers
