"""Reading a plan: a file's lines, their restoration and review, and the plan as data."""
