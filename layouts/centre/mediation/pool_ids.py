"""Names on the page of mediators."""

PAGE = "mediators"
FILE = f"{PAGE}-file"
UPLOAD = f"{PAGE}-upload"
LOADED = f"{PAGE}-loaded"
