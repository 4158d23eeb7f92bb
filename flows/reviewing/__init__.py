"""What the pages of `ucap review` may do, made from the steps of runs: drawing, correcting, publishing."""
