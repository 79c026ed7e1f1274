"""What cookies are called."""

from __future__ import annotations


def cookie_name(plain: str, *, https: bool) -> str:
    """The name under which a cookie is set and read, by the public address alone.

    Behind https it has the prefix `__Host-`: browsers take such a cookie only from this host itself, over https and for all
    paths, so another host of the same domain can neither set nor replace it. Over plain http no browser would take it.
    """
    return f"__Host-{plain}" if https else plain
