import { Download, DownloadLink, NewDownload } from "#catalog/files.contract";
import { defineRoute } from "#kernel/routes/definition";
import { AccessQuery } from "#kernel/routes/order-token";
import { pageSchema } from "#kernel/routes/page";

const ORDER_ID = "ord_01kb0c6w3mexample00000000000000000000";
const DOWNLOAD_EXAMPLE: Download = {
  lineId: "lin_01kb0c6w3mexample00000000000000000000",
  fileId: "fil_01kb0c6w3mexample00000000000000000000",
  title: "Mitten Pattern",
  fileName: "mitten-pattern.pdf",
  contentType: "application/pdf",
  bytes: 482_113,
  remaining: 5,
};
const TOKEN = `${ORDER_ID}.${DOWNLOAD_EXAMPLE.lineId}.${DOWNLOAD_EXAMPLE.fileId}.mh9c2kow.c2lnbmF0dXJl`;

const OF_ORDER = {
  path: "/v1/orders/:id/downloads",
  tag: "orders",
  access: "order",
  scope: "orders",
  rate: "lookup",
  query: AccessQuery,
} as const;

export const listDownloads = defineRoute({
  ...OF_ORDER,
  method: "GET",
  operation: "listDownloads",
  summary: "List the files of an order's digital goods",
  description:
    "None before the order is paid, and none of units that were cancelled, returned or refunded. A file that staff replace is the new one.",
  idempotency: "safe",
  body: null,
  answers: { 200: pageSchema(Download) },
  problems: [],
  example: { params: { id: ORDER_ID }, answer: { data: [DOWNLOAD_EXAMPLE], nextCursor: null } },
});

export const startDownload = defineRoute({
  ...OF_ORDER,
  method: "POST",
  operation: "startDownload",
  summary: "Count a download, and get its link",
  description:
    "The link can be followed for an hour, as often as a broken connection needs. `download_limit_reached` when none remain.",
  idempotency: "key",
  body: NewDownload,
  answers: { 201: DownloadLink },
  problems: ["download_limit_reached", "conflict"],
  example: {
    params: { id: ORDER_ID },
    headers: { "Idempotency-Key": "mitten-pattern-first" },
    body: { lineId: DOWNLOAD_EXAMPLE.lineId, fileId: DOWNLOAD_EXAMPLE.fileId },
    answer: {
      url: `https://shop.example/v1/downloads/${TOKEN}`,
      expiresAt: "2026-12-01T19:00:00.000Z",
      remaining: 4,
    },
  },
});

export const openDownload = defineRoute({
  method: "GET",
  path: "/v1/downloads/:token",
  operation: "openDownload",
  summary: "Open the link of a download",
  description:
    "The file, to be saved. One range of bytes can be requested with `Range`. 404 once the link has ended, or its units were refunded.",
  tag: "orders",
  access: "public",
  rate: "lookup",
  idempotency: "safe",
  body: null,
  query: null,
  answers: {
    200: { contentTypes: ["*/*"], description: "The file." },
    206: { contentTypes: ["*/*"], description: "The requested part of the file." },
  },
  problems: ["range_not_satisfiable"],
  headers: ["Accept-Ranges", "Content-Disposition"],
  example: { params: { token: TOKEN }, answer: null },
});
