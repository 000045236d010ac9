from dashboard.screen import show

show.show("glossary")
