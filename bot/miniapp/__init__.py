"""The full-screen page (Telegram calls it a Mini App), and the API that it talks to."""
