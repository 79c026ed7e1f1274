"""Screens the answer of a call: its JSON goes in, and comes out with what was found."""

from __future__ import annotations

import asyncio
from typing import Any

from linkwright.kit import jsons
from linkwright.screening.guard import Guard
from linkwright.screening.model import OFF
from linkwright.screening.screen import may_hold, screen

# Beyond this the look would hold up everybody else.
_MOST_IN_LOOP = 4_096
_MOST_TOLD = 10


Told = tuple[bytes, dict[str, Any] | None]
"""The answer, and what is told of it."""


class Screening:
    """What is done to answers before they are given. `guard` is the classifier, where one is wanted."""

    def __init__(self, guard: Guard | None = None) -> None:
        self._guard = guard

    def quiet(self, body: bytes, mode: str) -> bool:
        """Whether an answer needs no closer look, as nearly all."""
        return mode == OFF or (self._guard is None and not may_hold(body))

    async def screened(self, body: bytes, mode: str) -> Told:
        """An answer `{"data": …}` with what was found, which then stands in its `linkwright.screening` too."""
        if self.quiet(body, mode):
            return body, None
        if self._guard is None and len(body) <= _MOST_IN_LOOP:
            return self._look(body, mode)
        return await asyncio.to_thread(self._look, body, mode)

    def _look(self, body: bytes, mode: str) -> Told:
        answer: dict[str, Any] = jsons.loads(body)
        looked = screen(answer.get("data"), mode, self._guard.look if self._guard else None)
        if not looked.findings:
            return body, None
        told = [
            {"kind": one.kind, "where": f"data.{one.where}".rstrip("."), "detail": one.detail}
            for one in looked.findings
        ]
        screening: dict[str, Any] = {"mode": mode, "findings": told[:_MOST_TOLD]}
        if len(told) > _MOST_TOLD:
            screening["more"] = len(told) - _MOST_TOLD
        own = {**(answer.get("linkwright") or {}), "screening": screening}
        return jsons.dumpb({**answer, "data": looked.value, "linkwright": own}), screening
