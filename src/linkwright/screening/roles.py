"""Marks that pretend to be a message of the system, of the assistant or of a tool."""

from __future__ import annotations

import re
from dataclasses import dataclass

from linkwright.screening.model import ROLE, Hit
from linkwright.screening.windows import holds


@dataclass(frozen=True, slots=True)
class _Mark:
    """What is said of a text that it finds, in one case; at least one of `signs` stands in every such text."""

    detail: str
    signs: tuple[str, ...]
    find: re.Pattern[str]


_MARKS = (
    _Mark(
        "control tokens of a chat format",
        ("<|",),
        re.compile(
            r"<\|\s*(?:im_start|im_end|im_sep|system|user|assistant|endoftext|start_header_id|end_header_id|eot_id)"
        ),
    ),
    _Mark(
        "marks of an instruction format",
        ("inst]", "sys>", "system_prompt]"),
        re.compile(r"\[/?inst\]|<</?sys>>|\[/?system_prompt\]"),
    ),
    _Mark(
        "a tag that speaks for the system or a tool",
        ("<",),
        re.compile(
            r"</?(?:system|developer|assistant|system[-_](?:prompt|message|reminder|instructions?)|ai[-_]instructions?"
            r"|tool[-_](?:result|response|call)|function[-_](?:calls?|results?))(?:\s[^<>]{0,80})?/?>"
        ),
    ),
    _Mark(
        "a heading that speaks for the system",
        ("system", "developer", "assistant"),
        re.compile(
            r"(?:^|\n)[ \t]*(?:#{1,6}[ \t]*|\*\*|\[)?(?:system|developer|assistant)[ \t]+"
            r"(?:message|prompt|instructions?|override|update)[ \t]*+(?:(?:\*\*|\])[ \t]*+)?(?::|\n|$)"
        ),
    ),
    _Mark(
        "turns of a conversation",
        ("human:",),
        # From the last turn of the one before that of the other, so that no stretch is looked through twice.
        re.compile(r"(?:^|\n)[ \t]*+human:(?:(?!\n[ \t]*+human:).){0,2000}?\n[ \t]*+assistant:", re.DOTALL),
    ),
)


def look(text: str) -> list[Hit]:
    """What speaks as somebody whom it is not."""
    low = text.casefold()
    return [Hit(ROLE, one.detail) for one in _MARKS if any(sign in low for sign in one.signs) and holds(one.find, low)]
