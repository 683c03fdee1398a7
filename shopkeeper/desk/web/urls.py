"""Addresses of the desk."""

from django.urls import path

from shopkeeper.desk.web import chairs, company, home, people, retailer, search, system

urlpatterns = [
    path("", home.show_home, name="home"),
    path("work/", home.show_work, name="work"),
    path("numbers/", home.choose, name="choose_numbers"),
    path("company/", company.show_company, name="company"),
    path("search/", search.show_search, name="search"),
    path("who/", chairs.show_chairs, name="who"),
    path("who/<uuid:employee_id>/", chairs.take_chair, name="take_chair"),
    path("people-and-roles/", people.show_people, name="people"),
    path("retailer/", retailer.show_retailer, name="retailer"),
    path("system/", system.show_system, name="system"),
]
