"""From readings to a published version of the dataset: assemble, check, write, switch. Knows no PDF and no Prefect."""
