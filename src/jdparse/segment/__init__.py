"""Step 2, segment: text to units of one kind each, and to sections."""
