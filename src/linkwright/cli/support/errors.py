"""Errors of the support bundle."""

from __future__ import annotations

from linkwright.errors import LinkwrightError


class SecretFound(LinkwrightError):
    """Something that looks like a secret would have stood in the support bundle, so none was written."""

    code = "secret_found"
    status = 500
    hint = "Nothing was written. Run it without --log; if it still refuses, report this as a bug, with the part's name."
