"""Background work: the queue behind the port, the worker, the clock."""
