"""Who may be sent to an incident."""
