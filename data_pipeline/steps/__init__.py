"""Steps that the sources' readers share: a publisher's file in, cells with one meaning out."""
