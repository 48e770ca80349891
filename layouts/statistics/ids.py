"""Element ids of the statistics page and the morning brief."""

BRIEF_PAGE = "brief-page"
