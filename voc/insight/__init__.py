"""From records to decisions: everything here reads records, and needs no model."""
