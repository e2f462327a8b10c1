"""Engines turn clauses into scores; nothing in here decides."""
