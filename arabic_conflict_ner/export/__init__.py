"""Write results, one file a format: ``write`` takes a document and its result, ``close`` ends the output."""
