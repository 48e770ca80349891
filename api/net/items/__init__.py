"""Items of urban management over HTTP."""
