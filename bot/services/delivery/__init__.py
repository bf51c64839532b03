"""What leaves by itself: claim, depart, settle, wake, at one pace."""
