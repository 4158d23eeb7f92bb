"""The local web app: a page beside its values, corrections in place, lists of findings, versions and events."""
