"""A day in the life of a million people, on a clock that runs faster."""
