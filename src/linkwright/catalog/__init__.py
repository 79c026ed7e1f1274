"""The connectors that ship with the hub: files, compiled locks and twins."""
