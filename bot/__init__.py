"""Førstekontakt: anonymous first contact for people exposed to violence in close relationships."""
