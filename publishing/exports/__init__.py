"""A version as one DuckDB file, a folder of CSV files or an Excel workbook."""
