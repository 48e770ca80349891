"""Who may be sent: recommendation, plans, coverage, standby."""
