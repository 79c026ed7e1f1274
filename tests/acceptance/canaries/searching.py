"""What was planted, where it is looked for, and in which spellings."""

from __future__ import annotations

import base64
import json
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

SHORTEST = 8


def spellings(secret: str) -> dict[str, bytes]:
    """A secret as it is and as it may slip out; base64 without what depends on the text around it."""
    plain = secret.encode()
    found = {
        "plain": plain,
        "json": json.dumps(secret)[1:-1].encode(),
        "unicode escapes": "".join(f"\\u{ord(one):04x}" for one in secret).encode(),
        "percent": quote(secret, safe="").encode(),
        "every byte in percent": "".join(f"%{one:02X}" for one in plain).encode(),
        "hex": plain.hex().encode(),
        "HEX": plain.hex().upper().encode(),
        "html": secret.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").encode(),
        # Half of it is a leak as well.
        "its middle": plain[4:-4] if len(plain) >= 24 else plain,
    }
    for offset in range(3):
        inner = base64.b64encode(bytes(offset) + plain)[(0, 2, 3)[offset] : (len(plain) + offset) * 8 // 6]
        found[f"base64 {offset}"] = inner
        found[f"base64url {offset}"] = inner.translate(bytes.maketrans(b"+/", b"-_"))
    return found


@dataclass
class Answered:
    """One HTTP exchange; `gives` holds the secrets that this very answer is there to give."""

    what: str
    content: bytes
    gives: set[str] = field(default_factory=set)


@dataclass
class Sweep:
    """Everything planted, by kind, and everything seen, by place."""

    planted: dict[str, set[str]] = field(default_factory=dict)
    used: dict[str, bool] = field(default_factory=dict)
    answers: list[Answered] = field(default_factory=list)
    addresses: list[Answered] = field(default_factory=list)
    places: dict[str, bytes] = field(default_factory=dict)
    searches: int = 0

    def plant(self, kind: str, secret: str, *, used: bool, given_by: Answered | None = None) -> str:
        """A secret that exists from now on; `used` says that something has taken it for real."""
        assert len(secret) >= SHORTEST, kind
        self.planted.setdefault(kind, set()).add(secret)
        self.used[kind] = self.used.get(kind, False) or used
        if given_by is not None:
            given_by.gives.add(secret)
        return secret

    def look_at(self, name: str, content: bytes) -> None:
        """One more place."""
        self.places[name] = self.places.get(name, b"") + b"\n" + content

    def look_into_folder(self, folder: Path, *but: str) -> None:
        """Every file of a folder, unpacked where it is a zip."""
        for path in folder.rglob("*"):
            if path.is_file() and path.name not in but:
                self.look_at(f"file {path.name}", path.read_bytes())

    def look_into_zip(self, name: str, path: Path, *but: str) -> None:
        """Every part of an archive."""
        with zipfile.ZipFile(path) as archive:
            for part in archive.namelist():
                if part not in but:
                    self.look_at(f"{name}: {part}", archive.read(part))

    def leaks(self) -> set[tuple[str, str, str]]:
        """Kind, place and spelling of everything that is found; the secret itself is not told."""
        found = set()
        for kind, secrets in self.planted.items():
            for secret in secrets:
                forms = spellings(secret)
                for form, text in forms.items():
                    found |= {(kind, place, form) for place, content in self.places.items() if text in content}
                    found |= {
                        (kind, one.what, form)
                        for one in (*self.answers, *self.addresses)
                        if text in one.content
                        and not any(text.decode() in given for given in one.gives)
                        and secret not in one.gives
                    }
                    self.searches += len(self.places) + len(self.answers) + len(self.addresses)
        return found
