"""PDF and DOCX come in, are kept as they are, and go out as downloads."""

import io
import zipfile

import docx
import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import FileResponse, Http404
from django.test import RequestFactory

from marketplace.accounts.models import User
from marketplace.core.errors import StorageFull
from marketplace.media import documents, registry, services, views
from marketplace.media.documents import read_document, scan
from marketplace.media.images import Refused
from marketplace.media.models import MediaAsset
from tests.media import corpus
from tests.media.conftest import Files, sent
from tests.media.corpus import PDF, Sample

HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
TEMPLATE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
CONTENT_TYPES = "[Content_Types].xml"


def word() -> bytes:
    out = io.BytesIO()
    paper = docx.Document()
    paper.add_paragraph("Tile the bathroom.")
    paper.save(out)
    return out.getvalue()


def repacked(
    *, add: dict[str, bytes] | None = None, drop: str = "", compression: int = zipfile.ZIP_DEFLATED, times: int = 1
) -> bytes:
    """A Word document with entries added or dropped."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word())) as old, zipfile.ZipFile(out, "w", compression) as new:
        for name in old.namelist():
            if name != drop and name not in (add or {}):
                new.writestr(name, old.read(name))
        for number in range(times):
            for name, data in (add or {}).items():
                new.writestr(name.replace("#", str(number)), data)
    return out.getvalue()


def relation(kind: str) -> bytes:
    target = f'<Relationship Id="r1" Type="{kind}" Target="https://evil.example/x" TargetMode="External"/>'
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<?xml version="1.0"?><Relationships xmlns="{space}">{target}</Relationships>'.encode()


def encrypted() -> bytes:
    data = bytearray(word())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def macro_types() -> bytes:
    with zipfile.ZipFile(io.BytesIO(word())) as paper:
        types = paper.read(CONTENT_TYPES)
    return types.replace(b"wordprocessingml.document.main", b"wordprocessingml.document.macroEnabled.main")


ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
RELS = "word/_rels/settings.xml.rels"

DOCUMENTS = [
    Sample("a PDF", "plan.pdf", lambda: PDF),
    Sample("a PDF in capitals", "PLAN.PDF", lambda: PDF),
    Sample("a Word document", "brief.docx", word),
    Sample("a Word document with a link", "brief.docx", lambda: repacked(add={RELS: relation(HYPERLINK)})),
    Sample("a name that climbs", "../../plan.pdf", lambda: PDF),
    Sample("nothing", "plan.pdf", lambda: b"", "document_size"),
    Sample("21 MB", "plan.pdf", lambda: PDF + bytes(21 * 1024 * 1024) + b"%%EOF", "document_size"),
    Sample("a PDF without an end", "plan.pdf", lambda: PDF[:-7], "document_broken"),
    Sample("a PDF with much behind it", "plan.pdf", lambda: PDF + b"x" * 5000, "document_broken"),
    Sample("a PDF called DOCX", "plan.docx", lambda: PDF, "document_name"),
    Sample("a Word document called PDF", "brief.pdf", word, "document_name"),
    Sample("a picture called PDF", "photo.pdf", corpus.jpeg, "document_type"),
    Sample("HTML called PDF", "page.pdf", lambda: corpus.HTML, "document_type"),
    Sample("HTML before a PDF", "page.pdf", lambda: corpus.HTML + PDF, "document_type"),
    Sample(
        "an old Word document", "old.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "document_type"
    ),
    Sample("a ZIP that is no document", "some.docx", lambda: repacked(drop="word/document.xml"), "document_type"),
    Sample("half a Word document", "half.docx", lambda: corpus.half(word()), "document_broken"),
    Sample("a Word document with bytes behind it", "tail.docx", lambda: word() + b"<script>", "document_broken"),
    Sample("an encrypted one", "secret.docx", encrypted, "document_broken"),
    Sample("an entry that climbs", "climb.docx", lambda: repacked(add={"../evil": b"x"}), "document_broken"),
    Sample("20,000 entries", "many.docx", lambda: repacked(add={"e#": b""}, times=20_000), "document_broken"),
    Sample("a bomb", "bomb.docx", lambda: repacked(add={"word/media/x": bytes(30_000_000)}), "document_broken"),
    Sample("an entity", "entity.docx", lambda: repacked(add={RELS: ENTITY}), "document_broken"),
    Sample("a macro", "macro.docx", lambda: repacked(add={"word/vbaProject.bin": b"x"}), "document_active"),
    Sample("a macro's type", "macro.docx", lambda: repacked(add={CONTENT_TYPES: macro_types()}), "document_active"),
    Sample(
        "a template from elsewhere", "far.docx", lambda: repacked(add={RELS: relation(TEMPLATE)}), "document_active"
    ),
    Sample("a virus", "virus.pdf", lambda: b"%PDF-1.4 " + documents.TEST_VIRUS + b"%%EOF", "document_infected"),
]


@pytest.fixture
def rules() -> "list[registry.ReadingRule]":
    return registry._reading


def answer(sample: Sample) -> str | None:
    file = io.BytesIO(sample.build())
    file.name = sample.name
    try:
        read_document(file)
    except Refused as refused:
        return refused.code
    return None


@pytest.mark.parametrize("sample", DOCUMENTS, ids=str)
def test_what_is_let_in_is_exactly_the_list(sample: Sample) -> None:
    assert answer(sample) == sample.expected


@pytest.mark.parametrize("code", sorted({sample.expected for sample in DOCUMENTS if sample.expected}))
def test_each_refusal_says_something(code: str) -> None:
    assert str(documents.refused(code)).endswith(".")


def test_a_file_nobody_scanned_is_unknown_and_not_clean() -> None:
    assert (scan(PDF), scan(documents.TEST_VIRUS)) == ("unknown", "infected")


@pytest.mark.django_db
class TestDownloads:
    def get(self, asset: MediaAsset, user: User | AnonymousUser) -> FileResponse:
        request = RequestFactory().get("/")
        request.user = user
        return views.document(request, asset.public_id, "whatever.pdf")  # type: ignore[return-value]

    def plan(self, uploader: User) -> MediaAsset:
        return services.accept_document(sent(PDF, "Ванная комната.pdf"), uploader=uploader)

    def test_it_is_kept_as_it_is_under_a_name_of_ours(self, clara: User, files: Files) -> None:
        asset = self.plan(clara)
        assert (asset.kind, asset.state, asset.mime, asset.bytes) == ("document", "ready", "application/pdf", len(PDF))
        assert files() == {asset.file.name}
        assert str(asset.file.name).startswith("files/")

    def test_it_is_a_download_whatever_it_holds(self, clara: User) -> None:
        answer = self.get(self.plan(clara), clara)
        assert b"".join(answer.streaming_content) == PDF  # type: ignore[arg-type]
        assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
        assert answer["Content-Type"] == "application/pdf"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer["Cache-Control"] == "private, no-store"

    def test_nobody_else_learns_that_it_is_there(self, clara: User, eve: User) -> None:
        asset = self.plan(clara)
        for user in (eve, AnonymousUser()):
            with pytest.raises(Http404):
                self.get(asset, user)

    def test_a_rule_from_above_opens_it(self, clara: User, eve: User, monkeypatch: pytest.MonkeyPatch) -> None:
        asset = self.plan(clara)
        monkeypatch.setattr(registry, "_reading", [])
        registry.may_read(lambda one, user: one.pk == asset.pk and user == eve)
        assert self.get(asset, eve).status_code == 200
        with pytest.raises(Http404):
            self.get(asset, AnonymousUser())

    def test_a_picture_is_no_document(self, clara: User) -> None:
        asset = services.accept_image(sent(corpus.jpeg()), uploader=clara)
        with pytest.raises(Http404):
            self.get(asset, clara)
        with pytest.raises(Http404):
            views.serve_document(asset)

    def test_one_whose_file_is_lost_is_not_found(self, clara: User) -> None:
        asset = self.plan(clara)
        asset.file.storage.delete(str(asset.file.name))
        with pytest.raises(Http404):
            self.get(asset, clara)

    def test_a_full_disk_is_told_apart(self) -> None:
        assert StorageFull("full").status == 507
