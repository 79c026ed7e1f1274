"""`linkwright connector run`: one action from the terminal, on a linked account or on a provider's twin."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import typer

from linkwright.cli.connectors.arguments import arguments_of
from linkwright.cli.connectors.folders import CONTRACTS
from linkwright.cli.context import DATA, existing_hub
from linkwright.errors import BadRequest

if TYPE_CHECKING:
    from linkwright.connectors.compiled import Action
    from linkwright.settings import Settings

FACE = "cli"


def run(
    action: str = typer.Argument(help="The action's full id, such as linear_list_issues."),
    inputs: list[str] = typer.Option([], "--input", "-i", help="name=value; repeat for several, and for lists."),
    json: str | None = typer.Option(None, "--json", help="All inputs as one JSON object, instead of -i."),
    account: str | None = typer.Option(None, "--account", help="Id of a linked account of the hub in --data."),
    folder: Path | None = typer.Option(
        None,
        "--folder",
        help="Run an action of the connector in a folder, as it is now, with a credential of your own.",
    ),
    contracts: Path | None = CONTRACTS,
    method: str | None = typer.Option(
        None, "--method", help="Way to sign in, with --folder.", show_default="the first one"
    ),
    twin: bool = typer.Option(False, "--twin", help="Run on a fresh twin of the provider: no account, no network."),
    seed: str = typer.Option("linkwright", "--seed", help="Decides the twin's data; the same gives the same."),
    data: Path | None = DATA,
) -> None:
    """Run an action and print its result as JSON. On an account it goes the way of every call, also beside a running hub.

    With --folder, each field of the credential is read from the environment, LINKWRIGHT_CREDENTIAL_ and its name in
    capitals, or asked for without being shown.
    """
    if sum((twin, account is not None, folder is not None)) != 1:
        hint = "Give exactly one of --account, --twin and --folder."
        raise BadRequest("Say where the action runs.", hint=hint)
    if folder is not None:
        from linkwright.cli.connectors.folder_runs import run_in_folder

        typer.echo(
            orjson.dumps(
                run_in_folder(folder, contracts, action, inputs, json, method), option=orjson.OPT_INDENT_2
            ).decode()
        )
        return
    from linkwright.catalog.catalog import Catalog

    if account is None:
        body = asyncio.run(_on_twin(action, arguments_of(Catalog.load().action(action), inputs, json), seed))
    else:
        with existing_hub(data) as settings:
            body = asyncio.run(_on_account(settings, account, action, lambda known: arguments_of(known, inputs, json)))
    typer.echo(orjson.dumps(body, option=orjson.OPT_INDENT_2).decode())


async def _on_account(
    settings: Settings, account_id: str, action_id: str, read: Callable[[Action | None], dict[str, Any]]
) -> Any:
    """The way of every call; whoever may read the hub's folder may use its accounts.

    Raises:
        AccountNotFound: the hub has no account of that id.
        linkwright.errors.LinkwrightError: the call was refused or failed.
    """
    from linkwright.access.principals import Principal
    from linkwright.access.scopes import ACTIONS_EXECUTE
    from linkwright.accounts.hot import AccountRows
    from linkwright.actions.errors import AccountNotFound
    from linkwright.app import build_hub
    from linkwright.kit.logs import configure

    configure(settings.log_level, settings.log_format)
    hub = await build_hub(settings)
    await hub.rows.start()
    await hub.recorder.start()
    try:
        found = await AccountRows(hub.rows).get(account_id)
        if found is None:
            raise AccountNotFound
        catalog = await hub.catalogs.of(found.project_id)
        connector = catalog.get(found.connector_key, found.profile_version)
        payload = read(catalog.named(connector, action_id) if connector else None)
        scopes = frozenset({ACTIONS_EXECUTE})
        principal = Principal("member", FACE, "Command line", found.project_id, scopes=scopes, role="owner")
        outcome = await hub.runner.run(principal, account_id, action_id, payload, FACE)
    finally:
        await hub.close()
    if outcome.error is not None:
        raise outcome.error
    return orjson.loads(outcome.body)


async def _on_twin(action_id: str, payload: dict[str, Any], seed: str) -> Any:
    """The engine on a twin that lives for this call.

    Raises:
        NoTwin: the connector ships none.
        linkwright.errors.LinkwrightError: the call was refused or failed.
    """
    from linkwright.catalog.catalog import Catalog
    from linkwright.catalog.transports import NoTwin
    from linkwright.engine.arguments import gather
    from linkwright.engine.run import run as run_action
    from linkwright.kit.clock import SystemClock
    from linkwright.kit.secret import Secret
    from linkwright.settings import Settings

    catalog, clock = Catalog.load(), SystemClock()
    action = _known(catalog.action(action_id), action_id, catalog)
    connector = catalog.get(action.connector)
    twin = catalog.twin(action.connector, seed, clock)
    if connector is None or twin is None:
        raise NoTwin(f"{action.connector} has no twin.", hint="Name a linked account with --account.")
    result = await run_action(
        connector,
        action,
        gather(action, payload),
        method=next(iter(connector.auth.values())),
        credential={name: Secret(value) for name, value in twin.credentials().items()},
        transport=twin,
        clock=clock,
        deadline=Settings().call_deadline,
    )
    warnings = {"linkwright": {"warnings": result.warnings}} if result.warnings else {}
    return {"data": result.data, "next": result.next, **warnings}


def _known(action: Action | None, action_id: str, catalog: Any) -> Action:
    from linkwright.actions.errors import UnknownAction
    from linkwright.kit.words import did_you_mean

    if action is None:
        among = [name for connector in catalog.connectors() for name in connector.actions]
        said = f"There is no action {action_id}.{did_you_mean(action_id, among)}"
        raise UnknownAction(said, hint="`linkwright connector docs` writes a page with every action of a connector.")
    return action
