"""What every page and REST route of any module uses at its door."""
