"""The lines that the first start prints; whoever reads them can run every command in them as it stands."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from linkwright.cli.members import claim_address
from linkwright.kit.secret import Secret
from linkwright.settings import Settings


@dataclass(frozen=True, slots=True)
class FirstStart:
    """What is shown once."""

    key: Secret
    claim: Secret
    settings: Settings

    def lines(self, public: str) -> list[str]:
        """What the first start prints, with the key and the link for the only time."""
        run, told = _command(), _data(self.settings)
        command = f"curl -u {shlex.quote(self.key.reveal())}: {public}/accounts"
        return [
            f"  Console  {claim_address(public, self.claim)}",
            f"           (works once, within seven days; `{run} members link{told}` makes another)",
            f"  API key  {self.key.reveal()}",
            f"           (shown only now; `{run} keys create --name NAME{told}` makes others)",
            f"  MCP      {public}/mcp",
            f"  Try it   {command}",
            "",
            self._whereabouts(),
            f"Without it no stored credential can be read again. Back it up: {run} backup FILE{told}",
        ]

    def _whereabouts(self) -> str:
        provider = self.settings.key_provider
        if provider == "file":
            return f"The master key lies at {self.settings.key_path().absolute()}."
        held = {
            "passphrase": "is made of the passphrase",
            "kms": "is in AWS KMS",
            "transit": "is in the transit engine",
        }
        return f"The master key {held[provider]}."


def _command() -> str:
    """How this person can call `linkwright` again: by its name where the shell finds it, else by its place."""
    program = Path(sys.argv[0])
    found = shutil.which("linkwright")
    if program.name != "linkwright" or (found and Path(found).resolve() == program.resolve()):
        return "linkwright"
    with contextlib.suppress(ValueError):
        program = program.absolute().relative_to(Path.cwd())
    return shlex.quote(str(program))


def _data(settings: Settings) -> str:
    elsewhere = settings.data != Settings.model_fields["data"].default and "LINKWRIGHT_DATA" not in os.environ
    return f" --data {shlex.quote(str(settings.data))}" if elsewhere else ""
