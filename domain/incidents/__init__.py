"""Rules of incidents: reports, steps, clocks, endings."""
