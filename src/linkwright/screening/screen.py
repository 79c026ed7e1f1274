"""Looks through an answer: quickly past what can hold nothing, closely through the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from linkwright.kit.marks import Marks
from linkwright.screening import payloads, phrases
from linkwright.screening.model import BLOCK, Finding, Hit
from linkwright.screening.text import hits

Deeper = Callable[[str], list[Hit]]
"""A further look at one text, such as a classifier's."""
_MOST_FINDINGS = 50
_SHORTEST = 8
# Ends the path of a text that is a name itself.
_NAME = object()
# Words of `phrases.py`, and the marks that `roles.py` needs.
_QUICK = Marks((*phrases.WORDS, b"<", b"inst]", b"system", b"developer", b"human:"))


@dataclass(frozen=True, slots=True)
class Screened:
    """What came of it: the value, with texts withheld where that was asked for, and what was found."""

    value: Any
    findings: list[Finding]


def may_hold(body: bytes) -> bool:
    """Whether JSON can hold anything that is looked for; quick, and never a false no."""
    if not body.isascii():
        return True
    return _QUICK.any_in(body.lower()) or payloads.may_hold(body)


def screen(value: Any, mode: str, deeper: Deeper | None = None) -> Screened:
    """Every text of a JSON value, names too. With the mode `block`, what holds a finding is replaced by a sentence that says so."""
    findings: list[Finding] = []
    withheld: dict[tuple[Any, ...], str] = {}
    names: dict[str, str] = {}
    for path, text in _texts(value):
        if path and path[-1] is _NAME and text in names:
            continue
        found = hits(text)
        if deeper is not None and (path[-1:] != (_NAME,) or " " in text):
            found = [*found, *deeper(text)]
        reasons = "; ".join(hit.detail for hit in found)
        if path and path[-1] is _NAME:
            names[text] = reasons
        elif found:
            withheld[path] = reasons
        # A name that steers a model must not get to it by way of the finding.
        where = ".".join(
            "*" if isinstance(one, str) and names.get(one) else str(one) for one in path if one is not _NAME
        )
        findings += [Finding(hit.kind, where, hit.detail) for hit in found]
    steering = {name: reasons for name, reasons in names.items() if reasons}
    shown = _without(value, withheld, steering) if mode == BLOCK and findings else value
    return Screened(shown, findings[:_MOST_FINDINGS])


def notice(reasons: str) -> str:
    """What stands in place of a text that is withheld."""
    return f"[Withheld by the hub, since it may be meant to steer a model: {reasons}. It can be read with screening: annotate.]"


def _texts(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], str]]:
    if isinstance(value, str):
        if len(value) >= _SHORTEST:
            yield path, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if len(name) >= _SHORTEST:
                yield (*path, name, _NAME), name
            yield from _texts(inner, (*path, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _texts(inner, (*path, number))


def _without(
    value: Any, withheld: Mapping[tuple[Any, ...], str], names: Mapping[str, str], path: tuple[Any, ...] = ()
) -> Any:
    if path in withheld:
        return notice(withheld[path])
    if isinstance(value, dict):
        shown: dict[str, Any] = {}
        for name, inner in value.items():
            told = notice(names[name]) if name in names else name
            while told in shown:
                told += " "
            shown[told] = _without(inner, withheld, names, (*path, name))
        return shown
    if isinstance(value, list):
        return [_without(inner, withheld, names, (*path, number)) for number, inner in enumerate(value)]
    return value
