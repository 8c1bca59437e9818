"""Markdown as people write it, turned into the few marks that a record needs: the one place where text becomes HTML."""

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_TAGS = {
    "p", "br", "strong", "em", "blockquote", "ul", "ol", "li", "h2", "h3", "h4", "h5", "h6", "hr", "code", "pre",
    "table", "thead", "tbody", "tr", "th", "td", "a",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
# No raw HTML, no pictures: what is typed is shown, never obeyed.
_reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image", "html_block", "html_inline"])


def as_html(text: str) -> Markup:
    """`text` as HTML that is safe to show: headings one step lower than written (the page has its own title), links to
    https and mail addresses only. Everything else that looks like HTML is shown as it was typed."""
    tokens = _reader.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + 1)}"
    written = _reader.renderer.render(tokens, _reader.options, {})
    return Markup(
        nh3.clean(
            written,
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            url_schemes={"https", "mailto"},
            link_rel="noopener noreferrer",
        )
    )
