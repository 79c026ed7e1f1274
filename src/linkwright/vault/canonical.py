"""One unambiguous byte string for a list of names: every part carries its length."""

from __future__ import annotations


def text_bytes(text: str) -> bytes:
    """UTF-8 that takes any Python string, lone surrogates included, so that encoding never fails with a secret in hand."""
    return text.encode("utf-8", "surrogatepass")


def canonical_context(purpose: str, *parts: str | int) -> bytes:
    """Encode purpose and parts so that no two different lists give the same bytes.

    Args:
        purpose: what the bytes are for, so that one use cannot stand in for another.
        parts: texts, and whole numbers from 0 to 2**64 - 1. A number and its digits as text encode differently.

    Raises:
        ValueError: a number is out of range.
    """
    out = [_framed(b"p", text_bytes(purpose))]
    for part in parts:
        if isinstance(part, str):
            out.append(_framed(b"t", text_bytes(part)))
        elif 0 <= part < 2**64:
            out.append(_framed(b"n", part.to_bytes(8, "big")))
        else:
            raise ValueError(f"a number from 0 to 2**64 - 1 is needed, not {part}")
    return b"".join(out)


def _framed(kind: bytes, data: bytes) -> bytes:
    return kind + len(data).to_bytes(4, "big") + data
