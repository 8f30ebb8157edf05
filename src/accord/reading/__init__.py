"""Reading: from documents to statements, each tied to the characters it came from."""
