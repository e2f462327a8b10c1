"""Collect the voice (收集客户声音): read, mask, dedupe, write."""
