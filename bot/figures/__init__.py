"""From figure.yaml to board.png and loop.mp4.

Authoring only, behind the extra `figures`: the running bot sends the finished files and never
imports this package. The way of a picture through it:

    schema -> pose -> skeleton (+ limbs) -> body, hand, head, muscle, prop -> scene -> board, film

`check` measures every frame of a motion, `manifest` tells which picture is out of date, and
`sheet` puts everything on one page to look at.
"""
