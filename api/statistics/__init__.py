"""Area statistics, briefs, exports."""
