"""Rules of the dispute centre: cases, their loop, clocks, papers and who may see them."""
