"""`ucap up`: Prefect's server, a worker and a watcher kept alive as processes. Imports no Prefect, which takes seconds."""
