"""What strangers' pages, feeds and pictures say, read from bytes alone: no model, no network, no clock."""
