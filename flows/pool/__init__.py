"""Reading processes: each document is read in one that can be killed, with limits on time and memory."""
