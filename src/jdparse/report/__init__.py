"""Step 5, report: a posting as JSON, schema.org data, a terminal table or a self-contained page."""
