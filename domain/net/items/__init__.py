"""Urban management items: things and events by class, their limits, whose they are, their ends."""
