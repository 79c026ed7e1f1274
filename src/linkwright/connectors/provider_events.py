"""Compiles what a header says of events that the provider posts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from linkwright.connectors.compiled import ProviderEvents
from linkwright.connectors.event_words import EventsWords
from linkwright.kit.words import did_you_mean

_KNOWN = ("{url}", "{secret}", "{types}")


def event_entry(words: EventsWords | None) -> dict[str, Any] | None:
    """The lock's entry; None if the provider posts nothing."""
    return None if words is None else words.model_dump(by_alias=True)


def check_events(
    words: EventsWords | None, key: str, actions: Sequence[Mapping[str, Any]], add: Callable[..., None]
) -> None:
    """Note what names actions or inputs that there are not."""
    if words is None:
        return
    inputs = {
        str(action["id"]).removeprefix(f"{key}_"): {one["name"] for one in action["inputs"]} for action in actions
    }
    for name, path in ((words.register_by.action, ("register", "action")), (words.remove, ("remove",))):
        if name not in inputs:
            add(f"There is no action {name}.", "events", *path, remedy=did_you_mean(name, inputs).strip())
    known = inputs.get(words.register_by.action)
    for name in words.register_by.arguments if known is not None else ():
        if name not in (known or ()):
            remedy = did_you_mean(name, known or ()).strip()
            add(
                f"{words.register_by.action} has no input {name}.",
                "events",
                "register",
                "arguments",
                name,
                remedy=remedy,
            )
    for needed in ("{url}", "{secret}"):
        if needed not in words.register_by.arguments.values():
            add(f"No argument is {needed}.", "events", "register", "arguments", remedy="Say which input takes it.")


def load_events(entry: Mapping[str, Any] | None) -> ProviderEvents | None:
    """From the lock's entry; a lock of a version before this has none."""
    if not entry:
        return None
    return ProviderEvents(
        signature=entry["signature"],
        encoding=entry["encoding"],
        id=entry["id"],
        timestamp=tuple(entry["timestamp"].split(".")),
        unit=entry["unit"],
        within=entry["within"],
        account=tuple(entry["account"].split(".")),
        type=tuple(entry["type"].split(".")),
        action=tuple(entry["action"].split(".")),
        types=dict(entry["types"]),
        actions=dict(entry["actions"]),
        register=entry["register"]["action"],
        arguments=dict(entry["register"]["arguments"]),
        registered=tuple(entry["register"]["id"].split(".")),
        remove=entry["remove"],
        by_hand=tuple(entry["by_hand"]),
    )


def filled_in(arguments: Mapping[str, Any], **values: Any) -> dict[str, Any]:
    """The arguments of the registering action, with address, secret and types in their places."""
    return {
        name: values[value[1:-1]] if isinstance(value, str) and value in _KNOWN else value
        for name, value in arguments.items()
    }
