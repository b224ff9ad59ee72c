"""A person decides: what is proposed, what two coders saw otherwise, what two curators changed."""
