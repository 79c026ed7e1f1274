"""What steers a call, beside its inputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from linkwright.toolset.checking import checked_header
from linkwright.toolset.errors import ConfigurationError

Mode = Literal["run", "plan", "apply"]
Screening = Literal["annotate", "block"]


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
    screening: Screening | None = None

    def steering(self) -> dict[str, Any]:
        """What of them stands in the call, by the contract's names."""
        told = {
            "mode": self.mode,
            "plan_hash": self.plan_hash,
            "fields": self.fields if self.fields is None or isinstance(self.fields, str) else list(self.fields),
            "max_tokens": self.max_tokens,
            "screening": self.screening,
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
