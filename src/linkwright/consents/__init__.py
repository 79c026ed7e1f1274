"""What members let MCP clients do: the hub as an authorization server for its own `/mcp`, and nothing else.

`oauth/` is the other direction, grants that the hub holds at providers.
"""
