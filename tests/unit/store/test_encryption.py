"""Which database addresses may be spoken to without TLS."""

from __future__ import annotations

import pytest

from linkwright.store.encryption import hosts_in_the_open


@pytest.mark.parametrize(
    ("address", "hosts"),
    [
        ("postgresql://u:p@db.example/hub", ["db.example"]),
        ("postgres://u:p%40x@10.0.0.5:5433/hub?application_name=x", ["10.0.0.5"]),
        ("postgresql://db.example/hub?sslmode=prefer", ["db.example"]),
        ("postgresql://db.example/hub?sslmode=disable", ["db.example"]),
        ("postgresql://one.example:5432,127.0.0.1:5432,two.example/hub", ["one.example", "two.example"]),
        ("postgresql://[2001:db8::1]:5432/hub", ["2001:db8::1"]),
        ("postgresql:///hub?host=db.example", ["db.example"]),
        ("postgresql://localhost.example/hub", ["localhost.example"]),
        ("postgresql://db.example/hub?sslmode=require", []),
        ("postgresql://db.example/hub?sslmode=verify-full", []),
        ("postgresql://localhost:5432/hub", []),
        ("postgresql://127.0.0.1/hub", []),
        ("postgresql://[::1]:5432/hub", []),
        ("postgresql:///hub?host=/var/run/postgresql", []),
        ("postgresql:///hub?host=%2Fvar%2Frun", []),
        ("sqlite:////data/linkwright.db", []),
    ],
)
def test_an_address_on_another_host_without_demanded_tls_is_in_the_open(address: str, hosts: list[str]) -> None:
    assert hosts_in_the_open(address, {}) == hosts


def test_the_drivers_own_variable_counts_where_the_address_is_silent() -> None:
    assert hosts_in_the_open("postgresql://db.example/hub", {"PGSSLMODE": "verify-full"}) == []
    assert hosts_in_the_open("postgresql://db.example/hub?sslmode=disable", {"PGSSLMODE": "verify-full"}) != []
