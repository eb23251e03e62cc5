"""Work offered to service partners: rules, offers, answers."""
