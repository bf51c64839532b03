"""Compare translations with the English: what is missing, differs, or is out of date."""
