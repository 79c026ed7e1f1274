"""Calls a hub and keeps every answer and every address for the search."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.acceptance.canaries.searching import Answered, Sweep
from tests.hub import RunningHub


@dataclass
class Reply:
    """An answer, and where it is noted."""

    status: int
    headers: dict[str, str]
    body: bytes
    noted: Answered

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass
class Caller:
    """One client of a hub: a key, a member's browser or a Hub, by the headers that it sends."""

    hub: RunningHub
    sweep: Sweep
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        form: dict[str, str] | None = None,
        by_address: bool = False,
        **headers: str,
    ) -> Reply:
        """One request; redirects are answers. `by_address`: the path itself is what admits."""
        parts = urlsplit(self.hub.url)
        sent = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if self.cookies:
            sent["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        if form is not None:
            data, sent["content-type"] = urlencode(form).encode(), "application/x-www-form-urlencoded"
        elif data is not None:
            sent.setdefault("content-type", "application/json")
        line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        try:
            line.request(method, path, data, sent)
            got = line.getresponse()
            pairs = got.getheaders()
            content = got.read()
        finally:
            line.close()
        for name, value in pairs:
            if name.lower() == "set-cookie":
                cookie, _, told = value.partition(";")
                self.cookies[cookie.partition("=")[0]] = cookie.partition("=")[2].strip('"')
                if "Max-Age=0" in told:
                    self.cookies.pop(cookie.partition("=")[0], None)
        head = "\n".join(f"{name}: {value}" for name, value in pairs).encode()
        noted = Answered(f"answer to {method} {path.split('?', maxsplit=1)[0][:24]}", head + b"\n" + content)
        self.sweep.answers.append(noted)
        if not by_address:
            self.sweep.addresses.append(Answered(f"address {path.split('?', maxsplit=1)[0][:24]}", path.encode()))
        return Reply(got.status, {name.lower(): value for name, value in pairs}, content, noted)
