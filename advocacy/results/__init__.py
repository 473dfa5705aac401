"""What the telling came to: of a story, of a campaign, of a curator's own work. Counts and roll-ups, never names."""
