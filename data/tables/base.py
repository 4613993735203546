"""The one MetaData that every table of the record is part of."""

from __future__ import annotations

from sqlalchemy import MetaData

metadata = MetaData()
