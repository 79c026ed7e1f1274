"""The warning at a start whose database may be spoken to without TLS."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from linkwright.cli.running import warn_of_open_database
from linkwright.settings import Settings


def test_a_database_on_another_host_is_warned_of_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PGSSLMODE", raising=False)
    with capture_logs() as said:
        warn_of_open_database(Settings(database_url="postgresql://ann:hush@db.example/hub"))
    (only,) = said
    assert (only["log_level"], only["event"], only["hosts"]) == ("warning", "database_in_the_open", ["db.example"])
    assert "sslmode=verify-full" in only["hint"]
    assert "hush" not in str(only)


@pytest.mark.parametrize("url", [None, "postgresql://127.0.0.1/hub", "postgresql://db.example/hub?sslmode=require"])
def test_one_here_or_with_tls_is_not(monkeypatch: pytest.MonkeyPatch, url: str | None) -> None:
    monkeypatch.delenv("PGSSLMODE", raising=False)
    with capture_logs() as said:
        warn_of_open_database(Settings(database_url=url))
    assert said == []
