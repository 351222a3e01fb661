"""Submissions: taken in as received, read, checked cell by cell, judged."""
