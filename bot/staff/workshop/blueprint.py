"""What all pages of the workshop are routes of: the gate lets in who has its role."""

from sanic import Blueprint

workshop = Blueprint("workshop")
