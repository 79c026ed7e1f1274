"""`/health`: alive. `/ready`: the database answers and the vault opens."""

from __future__ import annotations

import sqlalchemy as sa
from fastapi import APIRouter, Response

from linkwright import __version__
from linkwright.errors import LinkwrightError
from linkwright.store.database import Database
from linkwright.vault.vault import Vault


def router(database: Database, vault: Vault) -> APIRouter:
    """The routes; neither needs a key, neither tells more than yes or no and which part."""
    api = APIRouter(tags=["operation"])

    @api.get("/health", summary="Whether the process is alive")
    async def health() -> dict[str, str]:
        return {"status": "ok", "version": __version__}

    @api.get("/ready", summary="Whether calls can be served: database and vault")
    async def ready(response: Response) -> dict[str, object]:
        checks: dict[str, str] = {}
        try:
            async with database.read() as tx:
                await tx.execute(sa.text("SELECT 1"))
            checks["database"] = "ok"
        except (LinkwrightError, sa.exc.SQLAlchemyError, OSError) as error:
            checks["database"] = type(error).__name__
        try:
            await vault.check()
            checks["vault"] = "ok"
        except (LinkwrightError, sa.exc.SQLAlchemyError, OSError) as error:
            checks["vault"] = type(error).__name__
        good = all(value == "ok" for value in checks.values())
        response.status_code = 200 if good else 503
        return {"status": "ready" if good else "not ready", "checks": checks}

    return api
