"""Who may be sent, asked again when what is selected changes."""
