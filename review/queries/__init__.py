"""Questions to a version of the tables, as pages ask them: pure functions that return plain data."""
