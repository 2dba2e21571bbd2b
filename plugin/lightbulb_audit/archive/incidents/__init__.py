"""What people did about incidents."""
