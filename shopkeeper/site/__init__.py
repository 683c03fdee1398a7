"""Assembles the product: settings, URLs, processes, command line. No logic of the business."""
