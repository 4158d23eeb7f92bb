"""Order, limits, settings and the `ucap` command around the plain functions of the other packages."""
