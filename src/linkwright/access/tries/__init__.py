"""What slows guessing: counted in the database, so that it holds for all processes."""
