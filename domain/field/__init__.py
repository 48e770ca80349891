"""People in the field: phones, calls, talk, reports."""
