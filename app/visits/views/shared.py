"""The one group of operations that the views of visits belong to."""

from app.web.blueprint import Blueprint

blueprint = Blueprint("visits", about="Who is where, when, and what was done there.")
