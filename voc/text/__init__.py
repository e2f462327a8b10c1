"""Chinese customer text: normalise, split into clauses, tokenise; offsets always lead back."""
