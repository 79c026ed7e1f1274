"""What else stands between a caller and the same upstream: a bare proxy in Python, the MCP SDK, FastMCP."""
