"""From a person who was recognised to an open session: with a second step in between, where one is needed."""
