"""The lab of the mission: two Xen hosts in two virtual machines, with all that is between them."""
