"""FastAPI with its models of OpenAPI not compiled yet: a start needs none, /openapi.json does.

Imported before anything imports FastAPI; whoever needs a model first compiles it.
"""

from pydantic import BaseModel

BaseModel.model_config["defer_build"] = True
try:
    import fastapi.openapi.models  # noqa: F401
finally:
    del BaseModel.model_config["defer_build"]
