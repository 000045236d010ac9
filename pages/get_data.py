from dashboard.screen import show

show.show("get-data")
