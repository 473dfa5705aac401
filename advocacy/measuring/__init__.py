"""What the networks show in public of the posts that people told us of. Nobody signs in for it."""
