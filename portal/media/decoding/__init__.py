"""Turns an untrusted photo into clean variants, in processes of their own.

`pool` (in our process) hands the bytes to `process` (a child with limits, no secrets and nothing of the
portal but `rendering`), reads the answer as plain JSON and bytes, and proves it clean before anybody sees
it.
"""
