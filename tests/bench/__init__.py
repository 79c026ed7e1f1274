"""`python -m tests.bench`: what one call through the hub costs, measured beside nginx in one run."""
