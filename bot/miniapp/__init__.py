"""The page for the whole screen (Telegram calls it a Mini App), and the API that it talks to."""
