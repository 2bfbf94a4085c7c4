"""The thin ways in: the command line, and whatever else calls the pipeline."""
