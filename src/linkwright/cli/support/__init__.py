"""The support bundle: what whoever helps an operator needs to know of a hub, and nothing of people or secrets."""
