"""Byte-level checks of office documents and PDFs: what a file is, and whether it holds something that could
run.

Nothing is opened by an office library; archives are judged by their central directory, and the few parts
that are unpacked are unpacked with a bound.
"""
