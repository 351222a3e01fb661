"""Blank forms: one layout that the writer and the reader share."""
