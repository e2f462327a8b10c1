"""Qualify pains and needs (定性客户痛需): scores become records."""
