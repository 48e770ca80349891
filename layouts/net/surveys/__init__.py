"""Surveys of safety and satisfaction."""
