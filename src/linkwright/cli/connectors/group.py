"""The group `linkwright connector` and the commands in it."""

from __future__ import annotations

import typer

from linkwright.cli.connectors import compiling, documenting, drift, importing, publishing, pushing, running, starting

app = typer.Typer(help="Connectors.", no_args_is_help=True)
app.command("new")(starting.new)
app.command("compile")(compiling.compile_)
app.command("check")(compiling.check)
app.command("push")(pushing.push)
app.command("versions")(publishing.versions)
app.command("withdraw")(publishing.withdraw)
app.command("run")(running.run)
app.command("docs")(documenting.docs)
app.command("drift")(drift.drift)
app.command("schema")(starting.schema)
app.add_typer(importing.app, name="import")
