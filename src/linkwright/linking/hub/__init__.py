"""What the Hub asks of its server: settings, connectors and forms, and the linking itself."""
