"""What is made of an address that people are sent back to: what they see of it, and the address with an answer."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from linkwright.consents.clients.redirects import LOOPBACK


def is_local(uri: str) -> bool:
    """Whether the address leads to a program on the person's own machine."""
    parts = urlsplit(uri)
    return parts.scheme != "https" or parts.hostname in LOOPBACK


def host_of(uri: str) -> str:
    """What people are shown of an address: its host, or the scheme of an app of its own."""
    parts = urlsplit(uri)
    return (parts.netloc if parts.scheme in {"http", "https"} else f"{parts.scheme}:")[:255]


def origin_of(uri: str) -> str:
    """What a page's policy has to name so that a form may lead there."""
    parts = urlsplit(uri)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in {"http", "https"} else f"{parts.scheme}:"


def with_answer(uri: str, answer: Mapping[str, str | None]) -> str:
    """The address with the answer in its query."""
    told = urlencode({name: value for name, value in answer.items() if value is not None})
    return f"{uri}{'&' if '?' in uri else '?'}{told}"
