"""Element ids of the pages of administration about the server itself."""

OVERVIEW_CLOCK = "overview-clock"
RATES = "overview-rates"
