"""One at a time: whoever adds clicks or judges them again does so while nobody else does."""

from django.db import connection, transaction

_KEY = 0x46_69_72_73_74  # any number, as long as nobody else takes it


def take() -> None:
    """This will wait for one's turn, and keep it until the transaction ends.

    Whether a visitor is new can only be asked when nobody adds the same one meanwhile. Locking the rows of all links in
    question did that too, and cost as much as storing the clicks. On SQLite a transaction that writes is alone anyway.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Clicks and their figures are changed together.")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_KEY])
