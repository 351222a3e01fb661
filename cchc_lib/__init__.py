"""From a communication plan to its reports."""
