"""What leaders read: the statistics of areas and the morning brief."""
