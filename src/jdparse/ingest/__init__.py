"""Step one: whatever comes in, to clean text and stated facts."""
