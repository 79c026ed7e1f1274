"""Task sentences by which the action search is judged. README.md says how they were made."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

FOLDER = Path(__file__).parent
KINDS = ("plain", "paraphrase", "situation", "instruction", "typo")
LANGUAGES = ("en", "de", "fr", "es", "ja", "pt")
Half = Literal["tune", "test"]


@dataclass(frozen=True)
class Task:
    """One sentence and the action that it asks for; an action of `also` counts as found, too."""

    id: str
    task: str
    action: str
    also: tuple[str, ...]
    kind: str
    language: str


def half_of(action: str) -> Half:
    """The half that an action's sentences belong to: SHA-256 of its full name, first byte even is tune, odd is test."""
    return "tune" if hashlib.sha256(action.encode()).digest()[0] % 2 == 0 else "test"


def path_of(half: Half) -> Path:
    return FOLDER / f"{half}.jsonl"


def load(half: Half) -> list[Task]:
    """All sentences of one half, in the order of the file."""
    rows = [json.loads(line) for line in path_of(half).read_text("utf-8").splitlines()]
    return [Task(**{**row, "also": tuple(row["also"])}) for row in rows]
