"""A person decides: each proposal is accepted, changed or turned down, and no decision is lost."""
