"""The twin of Linear: a deterministic stand-in for its GraphQL API, for tests, demos and accounts of type test."""
