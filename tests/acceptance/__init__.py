"""The acceptance scenario of the method, typed at the command line from an empty folder to the report."""
