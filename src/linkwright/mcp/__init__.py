"""The MCP face: a stateless JSON handler for four revisions of the protocol on one address."""
