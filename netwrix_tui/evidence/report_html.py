"""Report as HTML: one file, no script, nothing fetched, for a screen, a phone, A4 and Letter."""

from __future__ import annotations

import base64
import hashlib
from html import escape

from netwrix_tui.evidence.report_blocks import (
    Block,
    Bullets,
    Code,
    Facts,
    Foreign,
    Heading,
    Inline,
    Line,
    Paragraph,
    Table,
)

_STYLE = """
html { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 1rem; color: #1a1a1a; background: #fff;
  font: 1rem/1.45 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.25rem; border-bottom: 1px solid #999; }
h1, h2, h3 { line-height: 1.2; break-after: avoid; }
h2 { margin-top: 2rem; padding-bottom: .2rem; } h3 { font-size: 1rem; margin-bottom: .3rem; }
bdi { unicode-bidi: isolate; }
table { border-collapse: collapse; width: 100%; font-size: .85rem; }
th, td { border: 1px solid #bbb; padding: .25rem .4rem; text-align: left; vertical-align: top; }
th { background: #eee; overflow-wrap: normal; }
thead { display: table-header-group; } tr { break-inside: avoid; }
dl { display: grid; grid-template-columns: minmax(7rem, 11rem) 1fr; gap: .1rem .8rem; margin: 0; }
dt { color: #555; } dd { margin: 0; }
pre { white-space: pre-wrap; background: #f4f4f4; padding: .5rem; font-size: .85rem;
  unicode-bidi: isolate; direction: ltr; text-align: left; }
@media (max-width: 40rem) {
  dl { grid-template-columns: minmax(5rem, 7rem) 1fr; }
  table, tbody, tr, td { display: block; } thead { display: none; }
  tr { border: 1px solid #bbb; margin-bottom: .6rem; } td { border: 0; }
  td::before { content: attr(data-head) ": "; color: #555; } td:empty { display: none; }
}
@media print {
  @page { margin: 16mm 15mm; }
  body { max-width: none; padding: 0; font-size: 10pt; } th, pre { background: none; }
}
"""
_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-"
    f"{base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'"
)


def start(title: Foreign) -> str:
    """What stands before the first block."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title.shown())}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
    )


END = "</body>\n</html>\n"


def block(of: Block) -> str:
    """A block as HTML."""
    match of:
        case Heading(level, line):
            return f"<h{level}>{_line(line)}</h{level}>\n"
        case Paragraph(line):
            return f"<p>{_line(line)}</p>\n"
        case Bullets(lines):
            items = "".join(f"<li>{_line(line)}</li>\n" for line in lines)
            return f"<ul>\n{items}</ul>\n"
        case Facts(rows):
            told = "".join(f"<dt>{escape(name)}</dt><dd>{_line(v)}</dd>\n" for name, v in rows if v)
            return f"<dl>\n{told}</dl>\n"
        case Table(heads, rows):
            return _table(heads, rows)
        case Code():
            return f"<pre>{escape(chr(10).join(of.lines()))}</pre>\n"


def _table(heads: tuple[str, ...], rows: tuple[tuple[Line, ...], ...]) -> str:
    names = [escape(head) for head in heads]
    top = "".join(f'<th scope="col">{name}</th>' for name in names)
    parts = [f"<table>\n<thead><tr>{top}</tr></thead>\n<tbody>\n"]
    for row in rows:
        cells = zip(names, row, strict=True)
        told = "".join(f'<td data-head="{name}">{_line(line)}</td>' for name, line in cells)
        parts.append(f"<tr>{told}</tr>\n")
    parts.append("</tbody>\n</table>\n")
    return "".join(parts)


def _line(line: Line) -> str:
    return "".join(map(_inline, line))


def _inline(part: Inline) -> str:
    if isinstance(part, Foreign):
        return f"<bdi>{escape(part.shown())}</bdi>"
    return escape(part)
