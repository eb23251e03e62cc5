"""As much of S3 as the adapter speaks: put, get, delete and list, in memory."""

from collections.abc import Iterable
from xml.sax.saxutils import escape

from werkzeug.wrappers import Request, Response

NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"


class Bucket:
    """A WSGI application; names are paths without the bucket's own."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def __call__(self, environ: object, start: object) -> Iterable[bytes]:
        request = Request(environ)  # type: ignore[arg-type] # what wsgiref gives
        return self._answer(request)(environ, start)  # type: ignore[arg-type] # likewise

    def _answer(self, request: Request) -> Response:
        name = request.path.lstrip("/").partition("/")[2]
        if request.method == "PUT":
            self._kept[name] = _body(request)
            return Response()
        if request.method == "DELETE":
            self._kept.pop(name, None)
            return Response(status=204)
        if not name:
            return self._list(request.args["prefix"])
        if name not in self._kept:
            return _xml("<Error><Code>NoSuchKey</Code></Error>", 404)
        return Response(self._kept[name])

    def _list(self, prefix: str) -> Response:
        found = sorted(name for name in self._kept if name.startswith(prefix))
        items = "".join(f"<Contents><Key>{escape(n)}</Key></Contents>" for n in found)
        return _xml(
            f'<ListBucketResult xmlns="{NAMESPACE}"><IsTruncated>false</IsTruncated>'
            f"{items}</ListBucketResult>",
            200,
        )


def _xml(text: str, status: int) -> Response:
    return Response(text, status, content_type="application/xml")


def _body(request: Request) -> bytes:
    """Read what was put; the client may send it in signed pieces."""
    raw = request.get_data()
    if "aws-chunked" not in request.headers.get("Content-Encoding", ""):
        return raw
    content = b""
    while True:
        size, _, raw = raw.partition(b"\r\n")
        length = int(size.partition(b";")[0], 16)
        if not length:
            return content
        content += raw[:length]
        raw = raw[length + 2 :]
