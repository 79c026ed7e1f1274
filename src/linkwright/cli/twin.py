"""`linkwright twin`: a stand-in for a provider on a port of this machine."""

from __future__ import annotations

import typer

app = typer.Typer(help="Run a stand-in for a provider, for tests and demos.", no_args_is_help=True)


@app.callback()
def twins() -> None:
    """Run a stand-in for a provider, for tests and demos."""


@app.command("linear")
def linear(
    port: int = typer.Option(8410, "--port", min=1, max=65535, help="Port to listen on."),
    host: str = typer.Option("127.0.0.1", "--host", help="Address to listen on."),
    seed: str = typer.Option("linkwright", "--seed", help="Decides the data and the keys; the same gives the same."),
) -> None:
    """Serve the twin of Linear's GraphQL API until interrupted. Its data lives in memory only."""
    import uvicorn

    from linkwright.catalog.linear.twin.twin import LinearTwin
    from linkwright.catalog.shipped import CONTRACT_FILE, read_lock
    from linkwright.cli.twin_clock import ForwardClock
    from linkwright.cli.twin_posting import Posting
    from linkwright.cli.twin_server import serve_twin

    clock = ForwardClock()
    twin = LinearTwin(seed, clock, read_lock("linear", CONTRACT_FILE))
    typer.echo(introduction(f"http://{_bracketed(host)}:{port}", twin.keys))
    uvicorn.run(serve_twin(twin, "https://api.linear.app", Posting(), clock), host=host, port=port, log_level="warning")


def introduction(address: str, keys: dict[str, str]) -> str:
    """What a person needs to know to use the twin: its address, a working key, and how to point a hub at it."""
    others = "\n".join(f"  {name:<16} {value}" for name, value in keys.items() if name != "full")
    return (
        f"Twin of Linear at {address}/graphql\n"
        f"API key: {keys['full']}\n\n"
        "To point a hub at it, start the hub with\n"
        f'  LINKWRIGHT_OUTBOUND_ORIGINS=\'{{"https://linear.app":"{address}","https://api.linear.app":"{address}","https://uploads.linear.app":"{address}"}}\' linkwright serve\n\n'
        f"Other keys, some of which fail in their own way:\n{others}\n\n"
        f"To steer it: {address}/twin/… for keys, oauth, clock, faults, snapshot, reset and outbox.\n\n"
        "Stop with Ctrl+C."
    )


def _bracketed(host: str) -> str:
    """The host as it stands in an address: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host
