"""The routes of files of any subject."""
