"""Pages of administration: the overview, feeds, maps, settings, the record."""
