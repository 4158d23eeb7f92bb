"""Texts whose characters know where they stood, and what their words, bullets and counters mean."""
