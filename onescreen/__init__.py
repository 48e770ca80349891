"""The one command line: `python -m onescreen COMMAND`; see `onescreen/__main__.py`."""
