"""The people who do the work: territories, skills, shifts, absences."""
