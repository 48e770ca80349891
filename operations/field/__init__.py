"""People in the field: their orders, calls, messages, reports and positions."""
