"""Time limits of the law: the table, and how a limit is counted on the district's calendar."""
