"""Reports: blocks made from indicators, shown by notebooks, exported to four formats."""
