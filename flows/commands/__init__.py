"""The commands of `ucap`, a module each. Only here is the terminal spoken to."""
