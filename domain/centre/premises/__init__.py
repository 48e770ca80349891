"""The centre as it is: bodies, units, zones, windows and rooms."""
