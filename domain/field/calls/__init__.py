"""Calls between the desk and people in the field: how one goes, who is in it, by which servers."""
