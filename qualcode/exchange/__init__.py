"""What goes both ways with other programs: tables of codings, Word comments, REFI-QDA."""
