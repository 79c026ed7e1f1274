"""The built screens: which files an entry needs, and the files themselves."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from linkwright.kit import jsons

DIST = Path(__file__).parent / "dist"


@dataclass(frozen=True, slots=True)
class Entry:
    """Addresses of the scripts and styles of one entry."""

    js: tuple[str, ...]
    css: tuple[str, ...]


class Assets:
    """Reads the manifest of the build; knows when there is none."""

    def __init__(self, dist: Path = DIST) -> None:
        self._dist = dist

    @property
    def built(self) -> bool:
        """Whether the screens have been built."""
        return bool(self._manifest)

    def entry(self, name: str) -> Entry:
        """The files of `hub`, `console` or `pages`; empty where the screens are not built."""
        for source, chunk in self._manifest.items():
            if chunk.get("isEntry") and name in {chunk.get("name"), Path(source).stem}:
                styles = [
                    file
                    for chunk_name in self._with_imports(source)
                    for file in self._manifest[chunk_name].get("css", [])
                ]
                script = [chunk["file"]] if chunk["file"].endswith(".js") else []
                styles += [chunk["file"]] if chunk["file"].endswith(".css") else []
                return Entry(tuple(f"/{file}" for file in script), tuple(f"/{file}" for file in dict.fromkeys(styles)))
        return Entry((), ())

    def read(self, name: str) -> tuple[bytes, str] | None:
        """Content and media type of a built file; None for anything that is not one."""
        if name not in self._files:
            return None
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return self._files[name].read_bytes(), "text/javascript" if kind.endswith("javascript") else kind

    @cached_property
    def _manifest(self) -> dict[str, dict[str, Any]]:
        for place in (self._dist / "manifest.json", self._dist / ".vite" / "manifest.json"):
            if place.is_file():
                return dict(jsons.loads(place.read_bytes()))
        return {}

    @cached_property
    def _files(self) -> dict[str, Path]:
        # Names come from a listing, so that no request can point outside the folder.
        return {str(path.relative_to(self._dist)): path for path in self._dist.rglob("*") if path.is_file()}

    def _with_imports(self, source: str) -> list[str]:
        seen: list[str] = []
        todo = [source]
        while todo:
            name = todo.pop()
            if name not in seen:
                seen.append(name)
                todo += self._manifest[name].get("imports", [])
        return seen
