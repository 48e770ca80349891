"""Rules of the desk: notices, timers, rights, place names."""
