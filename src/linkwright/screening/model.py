"""What is found in text, and what is to be done about it."""

from __future__ import annotations

from dataclasses import dataclass

OFF, ANNOTATE, BLOCK = "off", "annotate", "block"
MODES = (OFF, ANNOTATE, BLOCK)
"""From lax to strict: nothing is looked at; findings are told; texts with findings are withheld as well."""

HIDDEN, ROLE, INSTRUCTION, ENCODED, MODEL = "hidden_text", "role_tag", "instruction", "encoded", "model"
KINDS = {
    HIDDEN: "characters that nobody sees and a model reads",
    ROLE: "marks that pretend to be a message of the system or of the assistant",
    INSTRUCTION: "words that tell a model what to do",
    ENCODED: "one of the others, encoded",
    MODEL: "what a classifier takes for an injection; needs the extra `guard`",
}


@dataclass(frozen=True, slots=True)
class Hit:
    """What one pass found in one text: its kind, and a few words of our own about it, never the text itself."""

    kind: str
    detail: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A hit with the place of its text.

    Attributes:
        where: the way to the text in the answer, such as `data.0.description`.
    """

    kind: str
    where: str
    detail: str


def strictest(*modes: str | None) -> str:
    """The strictest of the modes that were said; `off` if none was."""
    found = OFF
    for mode in modes:
        if mode is not None and mode != found and MODES.index(mode) > MODES.index(found):
            found = mode
    return found
