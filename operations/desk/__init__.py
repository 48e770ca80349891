"""The dispatch desk: intake, card, steps, shift, escalation."""
