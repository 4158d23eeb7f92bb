"""Sample documents: abstract sources and the generator that lays them out (a developers' tool)."""
