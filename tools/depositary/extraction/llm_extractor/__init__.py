"""What does a language model read in an article? Only what the article says too is proposed."""

from depositary.extraction.llm_extractor.extractor import Llm

__all__ = ["Llm"]
