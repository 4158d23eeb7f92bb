"""What a U-CAP is and what the published tables are: records, rules and vocabularies. Imports nothing of ours."""
