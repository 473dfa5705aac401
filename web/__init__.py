"""What every page and endpoint shares: it knows Django, and none of the apps."""
