"""The parsers of every kind of file that is not plain text.

They run in a process of their own under limits (`child`), started by `confined`; each takes the content of one file and
gives what it found.
"""
