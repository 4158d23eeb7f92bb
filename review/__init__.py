"""Looking at a document beside what was read from it."""
