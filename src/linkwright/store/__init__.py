"""One set of tables on SQLite or PostgreSQL: engine, unit of work, migrations, quick point reads."""
