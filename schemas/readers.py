"""The names of the libraries that read PDFs; apart from the records, as the command knows them before it loads pydantic."""

from typing import Literal

PdfReader = Literal["pdfium", "pdfplumber"]
