"""Pages of administration: accounts, alarms, screens and keys, personal data."""
