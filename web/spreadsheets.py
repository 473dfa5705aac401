"""Files for spreadsheets: CSV that no program takes for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

# What Excel, LibreOffice and Sheets read as the beginning of a formula. Source: OWASP, CSV injection.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_text(*, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """This will write rows as CSV, the headings first.

    Shape: RFC 4180 with a byte order mark, so that Excel reads it as UTF-8. Texts that would be a formula get an
    apostrophe before them; numbers stay numbers.
    """
    file = io.StringIO()
    file.write("\ufeff")
    writer = csv.writer(file)
    writer.writerow([cell(heading) for heading in headings])
    writer.writerows([cell(value) for value in row] for row in rows)
    return file.getvalue()


def cell(value: object) -> object:
    """This will make a value harmless in a spreadsheet."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        text = str(value)
        return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
    return value
