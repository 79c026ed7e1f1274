"""How a pushed connector differs from what is published, and what that says about its number."""

from __future__ import annotations

from collections.abc import Sequence

from linkwright.connectors.bumps import larger
from linkwright.connectors.versions import bump_between, parse
from linkwright.publishing import repository
from linkwright.publishing.errors import VersionPublished
from linkwright.publishing.model import Compared, PublishedVersion
from linkwright.publishing.workshop import Pushed, Workshop
from linkwright.store.database import Database


class Comparing:
    """Compares with published versions."""

    def __init__(self, database: Database, workshop: Workshop) -> None:
        self._database = database
        self._workshop = workshop

    async def refused(self, project_id: str, before: Sequence[PublishedVersion], pushed: Pushed) -> VersionPublished:
        """The sentence that says what is different and what to call it instead."""
        highest = max(before, key=lambda one: parse(one.version))
        compared = await self._against(project_id, highest, pushed)
        name = f"{pushed.connector.key} {pushed.connector.version}"
        said = f"{name} is published already, with other content."
        if compared is None:
            return VersionPublished(said)
        reasons = " ".join(compared.change.reasons[:3]) or "Nothing changed but the number."
        return VersionPublished(
            f"{said} Since {compared.earlier}: {reasons} Publish it as {compared.proposed}.",
            extra={
                "bump": compared.change.bump,
                "proposed_version": compared.proposed,
                "reasons": list(compared.change.reasons),
            },
        )

    async def compared(self, project_id: str, before: Sequence[PublishedVersion], pushed: Pushed) -> Compared | None:
        """The comparison with the offered version below the pushed one; None if there is none."""
        mine = parse(pushed.connector.version)
        lower = [one for one in before if parse(one.version) < mine and one.withdrawn_at is None]
        if not lower:
            return None
        return await self._against(project_id, max(lower, key=lambda one: parse(one.version)), pushed)

    async def _against(self, project_id: str, earlier: PublishedVersion, pushed: Pushed) -> Compared | None:
        async with self._database.read() as tx:
            content = await repository.content(tx, project_id, earlier.key, earlier.version)
        change = await self._workshop.compare(content, pushed) if content else None
        if change is None:
            return None
        size = "patch" if change.bump == "none" else change.bump
        return Compared(earlier.version, change, str(parse(earlier.version).bumped(size)))

    async def same(self, project_id: str, same: PublishedVersion, pushed: Pushed) -> bool:
        """Whether a published version has this content: the same files, or others that come to the same."""
        if same.hash == pushed.connector.hash:
            return True
        async with self._database.read() as tx:
            return await repository.files_hash(tx, project_id, same.key, same.version) == pushed.files_hash


def notes_on(compared: Compared | None, pushed: Pushed, before: Sequence[PublishedVersion]) -> tuple[str, ...]:
    """What the author should read: that the number promises less than the change, or that a higher version stays the latest."""
    notes = []
    mine = pushed.connector.version
    if compared and larger(compared.change.bump, bump_between(compared.earlier, mine)):
        notes.append(
            f"This is a {compared.change.bump} change since {compared.earlier}, so {compared.proposed} would be the right "
            f"version: profiles that are pinned below it get this one. {' '.join(compared.change.reasons[:3])}"
        )
    highest = max((one.version for one in before if one.withdrawn_at is None), key=parse, default=mine)
    if parse(highest) > parse(mine):
        notes.append(f"{highest} stays the latest; this one runs only where a pin chooses it.")
    return tuple(notes)
