"""From bytes to plain data: PDF pages with words and lines, or the rows of a text file."""
