"""The one `.qualcode` file: the only folder that knows SQLite."""
