"""The page where a curator decides, served on this machine and to nobody else."""
