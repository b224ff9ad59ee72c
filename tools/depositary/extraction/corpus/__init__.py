"""Extraction from any number of articles: in partitions, on all cores or on a cluster of machines.

Articles are streamed from files, nothing is kept of one when the next is read. A partition is what
one task reads; its proposals are one Parquet file, which depends on nothing but what was read and
who was asked. So it does not matter who works, how many work, how often the work was interrupted.
"""
