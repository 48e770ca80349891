"""Map files: layers, versions, drawing."""
