"""The gate: who calls, what they may ask for, and how often."""
