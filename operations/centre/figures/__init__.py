"""Figures of the centre: for its page, for the wall, for the monthly report."""
