"""What does the article say? Proposals, each grounded in its span of the text; a person decides."""
