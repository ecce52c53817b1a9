"""What all pages of the content are routes of: the gate lets in who has its role."""

from sanic import Blueprint

content = Blueprint("content")
