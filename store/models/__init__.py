"""The tables of each subject, as SQLAlchemy models."""
