"""Projects: the walls inside an organization, and how a project presents itself in the Hub."""
