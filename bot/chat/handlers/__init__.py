"""What answers commands, buttons and messages; bot/chat/commands.py registers it."""
