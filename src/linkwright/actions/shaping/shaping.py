"""From the whole answer of a run to the one that its caller asked for: where it goes on, which fields, how large."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from linkwright.accounts.hot import AccountRow
from linkwright.actions.errors import CursorInvalid, OptionsInvalid
from linkwright.actions.options import CallOptions
from linkwright.actions.shaping.budget import within
from linkwright.actions.shaping.cursors import Resumed
from linkwright.actions.shaping.fields import check_fields, pick
from linkwright.actions.shaping.rest import rest_of
from linkwright.connectors.compiled import Action
from linkwright.kit import jsons


def usual(options: CallOptions, account: AccountRow, action: Action, face: str) -> CallOptions:
    """The options of a call that names no budget: what the project says for the face, else over MCP what the action says."""
    tokens = account.budgets.get(face, action.max_tokens if face == "mcp" else 0)
    return replace(options, max_tokens=tokens) if tokens else options


def shape_of(options: CallOptions, before: Resumed | None, action: Action, effect: str | None) -> CallOptions:
    """The options of a call, checked against its action; what they leave out is as in the answer that it goes on from.

    Raises:
        UnknownField: the action gives no such field.
        CursorInvalid, OptionsInvalid: a write cannot be gone on with.
    """
    if effect != "read":
        if before is not None:
            raise CursorInvalid("A write has no pages to go on with.")
        if options.read_from:
            raise OptionsInvalid(
                "read_from would write once more.", hint="Read the rest with the action that gets this thing."
            )
    if before is not None and not options.read_from:
        fields = options.fields or tuple(tuple(one.split(".")) for one in before.fields)
        options = replace(options, fields=fields, max_tokens=options.max_tokens or before.tokens)
    check_fields(action, options.fields)
    return options


def shaped(
    body: bytes,
    action: Action,
    effect: str,
    arguments: Mapping[str, Any],
    options: CallOptions,
    before: Resumed | None,
) -> bytes:
    """The answer that is given; `before` is the hub's own cursor in the call, if there was one.

    Raises:
        UnknownField: `read_from` names nothing that can be gone on reading.
    """
    answer: dict[str, Any] = jsons.loads(body)
    data = answer["data"]
    if before is not None and isinstance(data, list):
        data = before.after(data)
    if options.read_from:
        answer["data"], answer["next"], cursor = rest_of(data, options.read_from), None, None
    else:
        answer["data"] = pick(data, options.fields) if options.fields else data
        cursor = _cursors(action, arguments, options, before, data) if effect == "read" else None
    if options.max_tokens:
        answer = within(answer, options.max_tokens, cursor, options.read_from)
    if effect != "read":
        # Sent again, a write would write again; the rest is read with another action.
        for cut in answer.get("linkwright", {}).get("cut", ()):
            cut.pop("from")
    return jsons.dumpb(answer)


def _cursors(
    action: Action, arguments: Mapping[str, Any], options: CallOptions, before: Resumed | None, items: Any
) -> Any:
    """What makes the cursor of what comes after so many of these items."""
    skipped = before.skip if before else 0

    def cursor(count: int) -> str:
        last = items[count - 1].get("id") if isinstance(items[count - 1], Mapping) else None
        return Resumed(
            action.id,
            arguments.get("cursor") if action.paged else None,
            arguments.get("page_size") if action.paged else None,
            skipped + count,
            last if isinstance(last, str | int) else None,
            options.max_tokens,
            tuple(map(".".join, options.fields)),
        ).text()

    return cursor
