"""Numbers become pictures: SVG from Django templates, with the geometry worked out here."""
