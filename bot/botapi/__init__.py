"""A client of the Telegram Bot API: updates in, messages out, limits and errors.

It knows nothing of exercises or cards. What is specific to this bot comes in as arguments.
"""
