"""A version as one DuckDB file, a folder of CSV files, an Excel workbook or a graph."""
