"""What was said: files become transcripts, turns, sentences and roles."""
