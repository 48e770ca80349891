"""Waves of surveys: opened, answered by interviewers or by one-time links, evaluated."""
