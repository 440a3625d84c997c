"""Agreement between passes over the same texts: pure statistics, with the project's passes on top."""
