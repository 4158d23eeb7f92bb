"""What people checked: the log beside the documents, and what became of each check."""
