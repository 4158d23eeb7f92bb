"""Reading documents on the workers of a Dask cluster, on this machine or on others; Dask is an extra (`ucap[dask]`)."""
