"""The blueprint of sales."""

from app.web.blueprint import Blueprint

blueprint = Blueprint("sales", about="Leads, surveys, packages, prices and quotes.")
