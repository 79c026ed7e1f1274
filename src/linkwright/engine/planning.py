"""What a call would send, without sending it: the very requests, and of several steps as much as can be known before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from linkwright.connectors.compiled import Action, Connector
from linkwright.engine.hooks import plan_hook
from linkwright.engine.names import NameCache, resolve_names
from linkwright.engine.plan import filled, plan
from linkwright.engine.provider_schema import ProviderSchemas
from linkwright.engine.requests import planned_request
from linkwright.engine.send import Sender
from linkwright.engine.shown import shown
from linkwright.engine.step_plans import planned_steps


@dataclass(slots=True)
class Prepared:
    """What a call comes to.

    Attributes:
        arguments: with ids in place of names.
        requests: as they would be sent, in order, without credentials.
        unknown: sentences about what cannot be known before.
        least: how many requests there are at least.
        exact: whether there are never more.
        points: the provider's measure of cost, None where it has none.
    """

    arguments: dict[str, Any]
    requests: list[dict[str, Any]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    least: int = 1
    exact: bool = True
    points: float | None = None


async def prepare(
    connector: Connector,
    action: Action,
    arguments: Mapping[str, Any],
    *,
    sender: Sender,
    account: str,
    names: NameCache,
    schemas: ProviderSchemas,
) -> Prepared:
    """Look names up, and plan the call. Nothing that writes is sent.

    Raises:
        EngineError: a name means nothing or several things, the arguments do not fit, or the provider cannot be asked.
    """
    known = dict(arguments)
    if action.named:
        known = await resolve_names(connector, action, known, account, names, sender)
    prepared = Prepared(known, points=action.complexity or None)
    if action.hook:
        hooked = await plan_hook(connector, action, known, sender, schemas)
        if hooked is None:
            prepared.unknown.append("The answer is found in the provider's schema, which is read once and kept.")
            prepared.least, prepared.exact = 0, False
        else:
            prepared.requests, prepared.points = [shown(hooked[0])], hooked[1]
    elif action.steps:
        _take_steps(connector, action, prepared)
    elif action.request is not None:
        request = planned_request(connector.key, action.id, action.effect, action.request, filled(action, known))
        prepared.requests = [shown(request)]
    else:
        prepared.requests = [shown(plan(connector, action, known))]
        for path in action.own_ids:
            prepared.unknown.append(f"{'.'.join(path)}: the hub chooses a fresh id when it sends the write.")
    return prepared


def _take_steps(connector: Connector, action: Action, prepared: Prepared) -> None:
    prepared.requests = list(planned_steps(connector, action, prepared.arguments))
    for told in prepared.requests:
        prepared.unknown += [f"Step {told['step']}: {one}" for one in told.pop("unknown")]
    sure = [one for one in prepared.requests if "condition" not in one and "repeats" not in one]
    prepared.least, prepared.exact = len(sure), len(sure) == len(prepared.requests)
