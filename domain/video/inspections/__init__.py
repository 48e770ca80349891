"""Inspections of a department: plans, runs, findings, orders, replies and rechecks."""
