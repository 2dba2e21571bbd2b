"""What answers the commands and presses: all that it takes is imported with the first of them.

A module here imports at its top whatever it wants, as any other does. Who declares commands imports from here within
functions alone, after `Deferred.get`.
"""
