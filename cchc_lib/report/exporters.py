"""The formats as nbconvert exporters, so that JupyterLab's export menu offers them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbconvert.exporters import Exporter

from cchc_lib.report import bundle, docx, html, pdf, xlsx

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_lib.report.bundle import Report

Answer = tuple[Any, dict[str, Any]]


class HtmlReportExporter(Exporter):
    """One self-contained page."""

    export_from_notebook = "Báo cáo (trang web)"
    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        """The suffix."""
        return ".html"

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> Answer:
        """The page of an executed notebook."""
        data, more = _exported(self, html.page, nb, resources, **kw)
        return data.decode("utf-8"), more


class PdfReportExporter(Exporter):
    """A PDF in the form of Decree 30/2020."""

    export_from_notebook = "Báo cáo (PDF)"
    output_mimetype = "application/pdf"

    def _file_extension_default(self) -> str:
        """The suffix."""
        return ".pdf"

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> Answer:
        """The PDF of an executed notebook."""
        return _exported(self, pdf.document, nb, resources, **kw)


class DocxReportExporter(Exporter):
    """A Word file in the form of Decree 30/2020."""

    export_from_notebook = "Báo cáo (Word)"
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def _file_extension_default(self) -> str:
        """The suffix."""
        return ".docx"

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> Answer:
        """The Word file of an executed notebook."""
        return _exported(self, docx.document, nb, resources, **kw)


class XlsxReportExporter(Exporter):
    """A workbook with every table."""

    export_from_notebook = "Báo cáo (Excel)"
    output_mimetype = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def _file_extension_default(self) -> str:
        """The suffix."""
        return ".xlsx"

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> Answer:
        """The workbook of an executed notebook."""
        return _exported(self, xlsx.workbook, nb, resources, **kw)


def _exported(
    exporter: Any, make: Callable[[Report], bytes], nb: Any, resources: Any, **kw: Any
) -> tuple[bytes, dict[str, Any]]:
    """A file's bytes and nbconvert's notes about it."""
    copy, more = Exporter.from_notebook_node(exporter, nb, resources, **kw)
    return make(bundle.read(copy)), more
