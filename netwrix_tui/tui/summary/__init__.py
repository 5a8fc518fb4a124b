"""Table of counts: what is loaded, by groups; logons; sequences."""
