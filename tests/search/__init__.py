"""How well actions are found."""
