"""Rules of time limits: working days, holidays, working hours."""
