"""Step 3, extract: the values, one noun a file, one spaCy component each."""
