"""Byte-level readers of photo headers.

They answer what a file is, how many pixels it claims, whether it is whole, and where its EXIF block lies,
without decoding anything: plain slices of `bytes`, no image library, bounded loops. So the web process can
refuse a bomb in microseconds, and only the decoder process ever touches pixels.
"""
