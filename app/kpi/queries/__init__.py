"""What figures are made of."""

from app.kpi.queries.figures import Case, Wanted, Week, cases_of, weeks_of

__all__ = ["Case", "Wanted", "Week", "cases_of", "weeks_of"]
