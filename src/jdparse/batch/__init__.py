"""Many postings: tables and folders of listings in, records out, nothing lost."""
