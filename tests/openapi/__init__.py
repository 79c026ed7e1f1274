"""schemathesis over the hub's OpenAPI document: `make schemathesis-full`, and a sample of it in `make test`."""
