"""Rows of business customers."""

from django.db import models

from shopkeeper.core.models import SourcedRow


class Company(SourcedRow):
    """A company that buys: an account."""

    number = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=200)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    city = models.CharField(max_length=120, blank=True)
    postcode = models.CharField(max_length=16, blank=True)
    country = models.CharField(max_length=2, blank=True)
