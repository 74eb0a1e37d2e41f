import type { OpenedDownload } from "./downloads.service";

/** Returns the header that saves a file under its name, in any script (RFC 6266 §4.3, RFC 8187). */
const disposition = (fileName: string) => {
  const ascii = fileName.replaceAll(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(fileName).replaceAll(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
};

/** Responds with a file: 200, or 206 for a part of it. It is saved, and never shown as a page of the shop. */
export const downloadResponse = ({ file, range, etag, body }: OpenedDownload) => {
  const headers = new Headers({
    "Content-Type": file.contentType,
    "Content-Length": String(range?.length ?? file.bytes),
    "Content-Disposition": disposition(file.fileName),
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "Accept-Ranges": "bytes",
    ETag: etag,
  });
  if (!range) return new Response(body, { headers });
  const last = range.offset + range.length - 1;
  headers.set("Content-Range", `bytes ${range.offset}-${last}/${file.bytes}`);
  return new Response(body, { status: 206, headers });
};
