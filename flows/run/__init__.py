"""One run: plan what to read, read it, publish it, and note what it came to. Knows no Prefect."""
