"""Products for readers: the report and the tables behind it, one file per format."""
