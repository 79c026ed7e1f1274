"""The body of a call: where its inputs go, what steers it, and its files."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from linkwright.toolset.configuration import checked_header
from linkwright.toolset.errors import ArgumentsUnreadable, ConfigurationError
from linkwright.toolset.files import File, Form

_CONTAINERS = frozenset({"path", "query", "body", "headers"})
Mode = Literal["run", "plan", "apply"]


@dataclass(frozen=True, slots=True)
class CallOptions:
    """What steers a call; docs/toolset.md tells each."""

    account_id: str | None = None
    idempotency_key: str | None = None
    fields: str | Sequence[str] | None = None
    max_tokens: int | None = None
    read_from: Mapping[str, int] | None = None
    mode: Mode | None = None
    plan_hash: str | None = None
    save_to: str | Path | None = None

    def steering(self) -> dict[str, Any]:
        """What of them stands in the call, by the contract's names."""
        told = {
            "mode": self.mode,
            "plan_hash": self.plan_hash,
            "fields": self.fields if self.fields is None or isinstance(self.fields, str) else list(self.fields),
            "max_tokens": self.max_tokens,
            "read_from": None if self.read_from is None else dict(self.read_from),
        }
        return {name: value for name, value in told.items() if value is not None}

    def key(self) -> str | None:
        """The idempotency key that was given.

        Raises:
            ConfigurationError: it cannot be one.
        """
        if self.idempotency_key is None:
            return None
        return checked_header("idempotency_key", self.idempotency_key)

    def place(self) -> Path | None:
        """Where a file goes.

        Raises:
            ConfigurationError: its folder is not there, or it is a folder itself.
        """
        if self.save_to is None:
            return None
        path = Path(self.save_to)
        if path.is_dir() or not path.parent.is_dir():
            raise ConfigurationError(
                f"{str(path)!r} cannot be written to.", hint="Name a file in a folder that exists."
            )
        return path


def written(
    name: str, arguments: Mapping[str, Any], steering: Mapping[str, Any], inputs: Collection[str] = ()
) -> bytes | Form:
    """The body of `POST /actions/rpc`: JSON, or a form if there are files.

    Args:
        name: the action.
        arguments: inputs by name; `path`, `query` and `body` objects are taken as such, unless they are inputs.
        steering: what stands beside the inputs.
        inputs: names of the action's inputs, as far as they are known.

    Raises:
        ArgumentsUnreadable: they cannot be written as JSON.
    """
    files: dict[str, File] = {}
    placed: dict[str, Any] = {}
    rest: dict[str, Any] = {}
    for key, value in arguments.items():
        if key in _CONTAINERS and key not in inputs and isinstance(value, Mapping):
            placed[key] = _without_files(value, files)
        else:
            rest[key] = value
    # All of them in one object, so that an input called `fields` or `body` is not taken for what steers the call.
    rest = _without_files(rest, files)
    if rest:
        placed["body"] = {**placed.get("body", {}), **rest}
    call = {"action": name, **steering, **placed}
    try:
        body = json.dumps(call, allow_nan=False).encode()
    except (ValueError, TypeError, RecursionError) as bad:
        raise ArgumentsUnreadable(f"The arguments of {name} cannot be written as JSON.") from bad
    return Form(call, files) if files else body


def _without_files(arguments: Mapping[str, Any], files: dict[str, File]) -> dict[str, Any]:
    files.update({name: value for name, value in arguments.items() if isinstance(value, File)})
    return {name: value for name, value in arguments.items() if not isinstance(value, File)}
