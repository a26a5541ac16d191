"""PostgreSQL as Django speaks it, and two short cuts for whoever is read often."""
