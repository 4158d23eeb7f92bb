"""Turn U-CAP summaries (PDF or text) into validated Parquet tables."""
