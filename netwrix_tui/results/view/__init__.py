"""A store sorted, filtered and counted, without anything in it being moved. Cooperative steps."""
