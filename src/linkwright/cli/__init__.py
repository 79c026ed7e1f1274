"""The command line: serve, keys, projects, members, profiles, connector, twin, backup, restore."""
