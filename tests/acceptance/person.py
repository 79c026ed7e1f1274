"""A member at the consent page, without a browser: signed in to the console, reading forms and sending them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx2

from tests.hub import RunningHub

EMAIL, PASSWORD = "ann@example.com", "a long enough pass phrase"
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')
_TICKED = re.compile(r'name="account" value="([^"]*)" checked')
_OFFERED = re.compile(r'name="account" value="([^"]*)"')


@dataclass
class Form:
    """The consent page's form, as it was shown."""

    hidden: dict[str, str]
    offered: list[str]
    ticked: list[str]
    extent: str
    text: str


class Person:
    """The first owner of a hub."""

    def __init__(self, hub: RunningHub) -> None:
        self.hub = hub
        self.http = httpx2.Client(base_url=hub.url, follow_redirects=False, timeout=30)

    def claim(self) -> Person:
        """Use the link that the first start printed."""
        token = self.hub.claim_url.rpartition("/")[2]
        told = {"token": token, "email": EMAIL, "name": "Ann Lee", "password": PASSWORD}
        assert self.http.post("/console/api/claim", json=told).status_code == 200
        return self

    def look(self, address: str) -> httpx2.Response:
        """Follow an authorization address as far as the hub's own pages go."""
        answer = self.http.get(address.removeprefix(self.hub.url))
        while answer.status_code == 303 and answer.headers["location"].startswith("/"):
            answer = self.http.get(answer.headers["location"])
        return answer

    def form(self, address: str) -> Form:
        """The consent page's form."""
        page = self.look(address)
        assert page.status_code == 200, page.text
        last = page.text.rpartition("<form")[2]
        hidden = {unescape(name): unescape(value) for name, value in _HIDDEN.findall(last)}
        marked = re.search(r'name="extent" value="(\w+)" checked', last)
        assert marked
        return Form(hidden, _OFFERED.findall(last), _TICKED.findall(last), marked[1], unescape(page.text))

    def answer(self, form: Form, **fields: Any) -> httpx2.Response:
        """Send the form."""
        chosen = {"decision": "allow", "extent": form.extent, "days": "30", "account": form.ticked, **fields}
        return self.http.post("/oauth/consent", data={**form.hidden, **chosen})

    def allow(self, address: str, **fields: Any) -> dict[str, str]:
        """Say yes; what the client is told in the address that the browser is sent back to."""
        sent = self.answer(self.form(address), **fields)
        assert sent.status_code == 303, sent.text
        return told_in(sent.headers["location"])


def told_in(address: str) -> dict[str, str]:
    """The query of an address."""
    return dict(parse_qsl(urlsplit(address).query))
