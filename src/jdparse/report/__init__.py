"""Step 5, report: a posting as JSON, a terminal table or one self-contained page."""
