"""A sample of `make schemathesis-full`: the same calls in every run, some for each operation of the OpenAPI document."""

from __future__ import annotations

import pytest

from tests.hub import RunningHub, running_hub
from tests.openapi.cases import Found, Trial
from tests.openapi.stage import set_up

_EACH = 5
_SEED = 20


@pytest.mark.timeout(600)
@pytest.mark.promise("openapi.holds")
def test_generated_calls_of_every_operation_get_what_the_document_says(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with running_hub(tmp_path_factory.mktemp("hub") / "data", LINKWRIGHT_LOG_LEVEL="warning") as hub:
        assert hub.url, hub.log
        found = _sampled(hub)
        assert not [line for line in hub.log if "Traceback" in line]
    assert not found.failures, "\n".join(found.failures.values())
    # The sample means something only if calls are also taken, not all of them refused; many operations are for the console.
    assert found.statuses[200] > found.cases / 6
    assert {201, 400, 401, 404, 422} <= found.statuses.keys()


def _sampled(hub: RunningHub) -> Found:
    trial = Trial(set_up(hub))
    for operation in trial.operations():
        trial.run(operation, _EACH, _SEED)
    return trial.found
