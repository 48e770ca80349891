"""The board of the net, its people, and the page of a grid."""
