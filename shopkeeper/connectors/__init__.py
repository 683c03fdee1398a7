"""Files and foreign systems: their rows in, our canonical tables out."""
