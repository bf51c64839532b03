"""What leaves by itself: claim, depart, settle, recall, at one pace."""
