"""The technician's JSON API: devices, sync, days and visits."""
