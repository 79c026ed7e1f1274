"""What the driver may raise, under names that services can catch without knowing SQL."""

from __future__ import annotations

import sqlalchemy as sa

# A row broke a unique or a foreign key: somebody else was first, or what it points to is gone.
RowRefused = sa.exc.IntegrityError
# The values themselves cannot be stored.
ValuesRefused = (sa.exc.IntegrityError, sa.exc.DataError, sa.exc.StatementError)
# Whatever else the database or the way to it may do.
DatabaseFault = sa.exc.SQLAlchemyError
