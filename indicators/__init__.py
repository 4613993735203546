"""Facts into numbers: no Dash, plotly, SQL, Excel or clock."""
