import { pictureAtEdge } from "#catalog/cache.http";
import type { Delivery } from "./delivery.service";

const IMMUTABLE = "public, max-age=31536000, immutable";
/** The original in place of a copy that could not be made. */
const TEMPORARY = "public, max-age=60";

/** A picture is never a page: opened by itself, it may load and run nothing. Any site may embed it. */
const SAFE = {
  "Content-Security-Policy": "default-src 'none'; sandbox",
  "Cross-Origin-Resource-Policy": "cross-origin",
};

/** Responds with a picture: 200, 206 for a part of it, or 304 if the caller has it. */
export const pictureResponse = (key: string, delivery: Delivery) => {
  const { picture, body, isKnown, range, isTemporary } = delivery;
  const { etag, bytes, contentType } = picture;
  const headers = new Headers({
    ETag: etag,
    "Cache-Control": isTemporary ? TEMPORARY : IMMUTABLE,
    ...(isTemporary ? {} : pictureAtEdge(key)),
    ...SAFE,
  });
  if (isKnown) return new Response(null, { status: 304, headers });
  headers.set("Content-Type", contentType);
  headers.set("Accept-Ranges", "bytes");
  headers.set("Content-Length", String(range?.length ?? bytes));
  if (!range) return new Response(body ?? null, { headers });
  const last = range.offset + range.length - 1;
  headers.set("Content-Range", `bytes ${range.offset}-${last}/${bytes}`);
  return new Response(body ?? null, { status: 206, headers });
};
