"""Random but valid U-CAP summaries in every rendering, with what must be read from them: a test of the extractors at large.

Nothing here is imported by the product, and nothing of the extractors is imported here but the one door that is tested
(`ucap.extractors.extract.read_document`, in `corpus.check`).
"""
