"""Adressen der Demo: included by urls.py only while settings.DEMO is set."""

from django.urls import path

from .demo_views import demo_login

urlpatterns = [path("", demo_login, name="demo-login")]
