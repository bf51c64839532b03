"""The use cases of whoever runs the bot: statistics, alarms, broadcasts, archive, roles."""
