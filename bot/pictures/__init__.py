"""Pictures drawn on request for one person: their month, a link's code, an operator's chart.

Each is a pure function from plain values to the bytes of a PNG, safe to call on any thread. The
pictures of the exercises are drawn in advance by `bot/figures`.
"""
