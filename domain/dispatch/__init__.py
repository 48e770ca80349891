"""Rules of sending: units, recommendation, plans, coverage."""
