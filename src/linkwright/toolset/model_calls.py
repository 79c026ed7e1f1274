"""Tool calls of a model, and what it is answered; the same for every kind of model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ModelCall:
    """A tool call as a model made it; `arguments` are an object, or its JSON."""

    id: str
    name: str
    arguments: Any


@dataclass(frozen=True, slots=True)
class ModelAnswer:
    """What the model is told: the result, or an error that it can act on."""

    call: ModelCall
    text: str
    failed: bool = False
