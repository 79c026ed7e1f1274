"""Logos: uploaded, or fetched once from an address that somebody gave; kept here and served by us."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from linkwright.errors import LinkwrightError, NotFound, Unprocessable
from linkwright.kit.clock import Clock
from linkwright.outbound.errors import AddressRefused, AnswerTooLarge
from linkwright.outbound.transport import OutboundRequest, Transport
from linkwright.projects import repository
from linkwright.projects.branding import is_web_address
from linkwright.projects.errors import LogoRefused, LogoUnreachable
from linkwright.projects.pictures import MOST_BYTES, Picture, picture_of
from linkwright.projects.service import Project, ProjectService
from linkwright.store.database import Tx

THEMES = ("light", "dark")
FIELDS = {"logo_url": "light", "logo_dark_url": "dark"}
"""The fields of the wire that name a logo by its address, and the theme that each is for."""
_SECONDS = 10.0
_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "image/svg+xml": "svg"}


@dataclass(frozen=True, slots=True)
class StoredLogo:
    """A logo as it is served."""

    media_type: str
    content: bytes


def logo_path(project: Project, theme: str) -> str | None:
    """The path of a project's logo; it changes with the picture, so that it can be kept for long. None for no logo."""
    name = project.logos.get(theme)
    return f"/brand/{project.id}/logo-{theme}-{name}" if name else None


class Logos:
    """Reads, fetches, stores and drops logos."""

    def __init__(self, projects: ProjectService, transport: Transport, clock: Clock) -> None:
        """Take the collaborators; `transport` is the guarded way out."""
        self._projects = projects
        self._transport = transport
        self._clock = clock

    async def fetched(self, url: Any, field: str = "logo_url") -> Picture:
        """The picture at an address, read this once.

        Raises:
            Unprocessable: it is no web address.
            LogoUnreachable: the address points inside a network, redirects, or gives no picture.
            LogoRefused: what it gives cannot be a logo.
        """
        extra = {"field": field}
        if not is_web_address(url):
            raise Unprocessable("The logo's address must begin with https:// or http://.", extra=extra)
        request = OutboundRequest("GET", url, {"accept": "image/*"}, timeout=_SECONDS, max_bytes=MOST_BYTES)
        try:
            answer = await self._transport.send(request)
        except AddressRefused as refused:
            raise LogoUnreachable(f"The logo was not fetched. {refused}", extra=extra) from None
        except AnswerTooLarge:
            raise LogoRefused(f"The picture has more than {MOST_BYTES:,} bytes.", extra=extra) from None
        except LinkwrightError as failed:
            raise LogoUnreachable(f"The logo could not be fetched: {failed}", extra=extra) from None
        if 300 <= answer.status < 400:
            raise LogoUnreachable("The address leads on to another one, which is not followed.", extra=extra)
        if answer.status != 200:
            raise LogoUnreachable(f"The address answered with status {answer.status}, not with a picture.", extra=extra)
        try:
            return picture_of(answer.body)
        except LogoRefused as refused:
            raise LogoRefused(str(refused), extra=extra) from None

    async def put(self, tx: Tx, project_id: str, theme: str, picture: Picture) -> None:
        """Store a logo in place of the one that was there.

        Raises:
            NotFound: there is no such theme or project.
        """
        _check_theme(theme)
        name = f"{hashlib.sha256(picture.content).hexdigest()[:16]}.{_ENDINGS[picture.media_type]}"
        await self._projects.note_logo(tx, project_id, theme, name)
        await repository.put_logo(
            tx,
            {
                "project_id": project_id,
                "theme": theme,
                "media_type": picture.media_type,
                "content": picture.content,
                "created_at": self._clock.now(),
            },
        )

    async def drop(self, tx: Tx, project_id: str, theme: str) -> None:
        """Remove a logo; nothing happens where there is none.

        Raises:
            NotFound: there is no such theme or project.
        """
        _check_theme(theme)
        await self._projects.note_logo(tx, project_id, theme, None)
        await repository.drop_logo(tx, project_id, theme)

    async def read(self, tx: Tx, project_id: str, theme: str) -> StoredLogo:
        """A logo as it is served.

        Raises:
            NotFound: there is none.
        """
        row = await repository.logo(tx, project_id, theme)
        if row is None:
            raise NotFound("There is no such logo.")
        return StoredLogo(row["media_type"], bytes(row["content"]))


def _check_theme(theme: str) -> None:
    if theme not in THEMES:
        raise NotFound("A logo is for the theme light or dark.")
