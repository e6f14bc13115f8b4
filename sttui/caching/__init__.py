"""Results of functions, kept and shared: keys, copies, storages."""
