"""Pictures drawn for one person while they wait: their month, and the code of a link.

A room of its own, because drawing is neither Telegram's business nor a rule of training, and
because nothing in here waits, reads or remembers: plain values go in, the bytes of a PNG come
out, on any thread. The figures of the exercises are drawn beforehand, by `bot/figures`.
"""
