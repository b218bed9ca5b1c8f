"""Campaigns: one spec and a table become a clip a row. Types: Campaign, Table, Row, RowSource, Checked, Manifest."""
