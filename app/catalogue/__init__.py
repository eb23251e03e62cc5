"""What is installed and serviced: brands, models, skills, commissioning templates."""
