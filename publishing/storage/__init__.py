"""Where documents and versions lie: folders of this machine, or object storage behind a URL, through one small interface."""
