"""A published release is handed to those who keep it: a repository with DOIs, git, a code forge."""
