"""What a person can choose from on the consent page, and what is chosen when it opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from linkwright.access.networks import admits, stored_networks
from linkwright.access.sessions.model import SignedIn
from linkwright.accounts.filters import AccountFilter
from linkwright.accounts.service import AccountService
from linkwright.accounts.shown import ShownAccount
from linkwright.consents import repository
from linkwright.consents.model import Consent, Request
from linkwright.consents.scopes import Extent, extent_named
from linkwright.errors import NotFound
from linkwright.projects.service import Project, ProjectService
from linkwright.store.database import Database
from linkwright.store.projects import project_networks

SHOWN = 25
USUAL_DAYS = 30
_RANK: tuple[Extent, ...] = ("read", "write", "all")


@dataclass(frozen=True, slots=True)
class Offer:
    """What the page shows.

    Attributes:
        project: the one whose accounts are shown, of those in `projects`.
        accounts: those that fit the search, at most `SHOWN` of `total`.
        chosen: ids that are ticked when the page opens.
        extent: what is marked when it opens: what the client asks for, and no less than it was allowed before.
    """

    projects: tuple[Project, ...]
    project: Project
    accounts: tuple[ShownAccount, ...]
    total: int
    chosen: frozenset[str]
    extent: Extent
    earlier: Consent | None


class Offering:
    """Puts together what the page shows."""

    def __init__(self, database: Database, projects: ProjectService, accounts: AccountService) -> None:
        self._database = database
        self._projects = projects
        self._accounts = accounts

    async def to(self, member: SignedIn, request: Request, project_id: str, search: str, address: str = "") -> Offer:
        """What there is to choose for the member, in a project or, where none is named, in the one last chosen.

        Projects that may not be used from `address`, where the person is, are left out.

        Raises:
            NotFound: the organization has no such project.
            linkwright.errors.Unprocessable: the search holds what no account can.
        """
        async with self._database.read() as tx:
            known = await project_networks(tx, member.organization_id)
            projects = [
                one
                for one in await self._projects.list(tx, member.organization_id)
                if (networks := stored_networks(known[one.id])) is None or admits(networks, address)
            ]
            earlier = await repository.latest_consent(tx, member.member_id, request.client.id)
            project = _chosen(projects, project_id or (earlier.project_id if earlier else ""), strict=bool(project_id))
            wanted = AccountFilter(page_size=SHOWN, search=search)
            accounts, total = await self._accounts.list(tx, project.id, wanted)
        same = earlier if earlier is not None and earlier.project_id == project.id else None
        chosen = frozenset(same.accounts) if same else frozenset()
        if total == 1 and not search:
            chosen = frozenset({accounts[0].account.id})
        extent = max(request.extent, extent_named(same.effects) if same else "read", key=_RANK.index)
        return Offer(tuple(projects), project, tuple(accounts), total, chosen, extent, same)


def _chosen(projects: Sequence[Project], wanted: str, *, strict: bool) -> Project:
    for project in projects:
        if project.id == wanted:
            return project
    if strict or not projects:
        raise NotFound("There is no such project.")
    return projects[0]
