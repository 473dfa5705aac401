"""Collect and compile the German texts; with --check only prove that what is committed is complete and current."""

import filecmp
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "locale" / "de" / "LC_MESSAGES"
IGNORED = [".venv", "var", "tests", "benchmarks", "node_modules", "scripts", "docs"]


def collect() -> None:
    """This will write django.po anew from the sources, without line numbers and dates: it changes with texts only."""
    command = [
        sys.executable,
        "manage.py",
        "makemessages",
        "--locale=de",
        "--no-location",
        "--no-obsolete",
        "--no-wrap",
    ]
    command += [f"--ignore={folder}/*" for folder in IGNORED]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"The texts could not be collected:\n{done.stderr[-2000:]}")
    catalogue = FOLDER / "django.po"
    text = re.sub(r'"(POT-Creation-Date|PO-Revision-Date): .*\\n"\n', "", catalogue.read_text())
    catalogue.write_text(text)


def compile_to(target: Path) -> None:
    subprocess.run(["msgfmt", "--check-format", "-o", str(target), str(FOLDER / "django.po")], check=True)


def untranslated() -> int:
    """This will count the texts without a German one, doubtful ones included."""
    missing = subprocess.run(
        ["msgattrib", "--untranslated", "--no-obsolete", str(FOLDER / "django.po")],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    fuzzy = subprocess.run(
        ["msgattrib", "--only-fuzzy", "--no-obsolete", str(FOLDER / "django.po")],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return max(missing.count("\nmsgid ") - 1, 0) + max(fuzzy.count("\nmsgid ") - 1, 0)


def main() -> None:
    os.environ.setdefault("DATA_DIR", str(ROOT / "var" / "check"))
    if "--check" not in sys.argv:
        FOLDER.mkdir(parents=True, exist_ok=True)
        collect()
        compile_to(FOLDER / "django.mo")
        print(f"{untranslated()} texts have no German yet.")
        return
    with tempfile.TemporaryDirectory() as folder:
        before, compiled = Path(folder) / "before.po", Path(folder) / "django.mo"
        shutil.copy(FOLDER / "django.po", before)
        collect()
        current = filecmp.cmp(before, FOLDER / "django.po", shallow=False)
        shutil.copy(before, FOLDER / "django.po")
        compile_to(compiled)
        wrong = [
            sentence
            for sentence, is_wrong in (
                ("django.po is not current: run make messages.", not current),
                (
                    "django.mo is not compiled from django.po: run make messages.",
                    not filecmp.cmp(compiled, FOLDER / "django.mo", shallow=False),
                ),
                (f"{untranslated()} texts have no German.", untranslated() > 0),
            )
            if is_wrong
        ]
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
