"""The party organisations of the net: registered, looked at, counted, told to the wall."""
