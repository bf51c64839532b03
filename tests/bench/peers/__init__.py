"""Bots that others might write for the same /today and Done, in the idiom of their libraries."""
