"""Received files: stored as they came, read cell by cell, judged, never changed."""
