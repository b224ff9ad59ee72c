"""Is it in due form? The check of any tabular Data Package, and of a project."""
