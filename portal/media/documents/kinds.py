from enum import StrEnum


class DocumentKind(StrEnum):
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    DOC = "doc"
    XLS = "xls"
    PPT = "ppt"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]


_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_MEDIA_TYPES = {
    DocumentKind.PDF: "application/pdf",
    DocumentKind.DOCX: _OPEN_XML + "wordprocessingml.document",
    DocumentKind.XLSX: _OPEN_XML + "spreadsheetml.sheet",
    DocumentKind.PPTX: _OPEN_XML + "presentationml.presentation",
    DocumentKind.DOC: "application/msword",
    DocumentKind.XLS: "application/vnd.ms-excel",
    DocumentKind.PPT: "application/vnd.ms-powerpoint",
}
