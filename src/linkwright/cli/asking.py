"""Asks whoever sits at the terminal for a passphrase."""

from __future__ import annotations

import sys

import typer

from linkwright.kit.secret import Secret


def ask_passphrase(what: str) -> Secret | None:
    """What a person types unseen, twice where it is new; None where nobody is there."""
    if not sys.stdin.isatty():
        return None
    return Secret(typer.prompt(what, hide_input=True, err=True, confirmation_prompt=what.startswith("New")))
