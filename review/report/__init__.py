"""The programme in pictures: one static HTML page with charts, each with the table behind it."""
