"""Record the shape of new events: `python -m tests.architecture.freeze_events`."""

import json
import os

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shopkeeper.site.settings")
    django.setup()
    from tests.architecture.test_habits import SHAPES, shapes  # Django is set up only now

    SHAPES.write_text(json.dumps(shapes(), indent=2, sort_keys=True) + "\n")
