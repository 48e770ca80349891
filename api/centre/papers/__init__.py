"""The routes of the papers of cases."""
