import { FileQuery, ProductFile } from "#catalog/files.contract";
import { defineRoute } from "#kernel/routes/definition";
import { pageSchema } from "#kernel/routes/page";

const FILE_EXAMPLE: ProductFile = {
  id: "fil_01kb0c6w3mexample00000000000000000000",
  variantId: "var_01kb0c6w3mexample00000000000000000000",
  fileName: "mitten-pattern.pdf",
  contentType: "application/pdf",
  bytes: 482_113,
  downloadsMax: 5,
  createdAt: "2026-12-01T18:00:00.000Z",
};

/** What all routes of files for staff share. */
const OF_STAFF = {
  tag: "admin-catalog",
  access: "staff",
  scope: "catalog",
  rate: "staff",
} as const;
const OF_VARIANT = { ...OF_STAFF, path: "/v1/admin/variants/:id/files" } as const;
const PARAMS = { id: FILE_EXAMPLE.variantId };

export const listFiles = defineRoute({
  ...OF_VARIANT,
  method: "GET",
  operation: "listProductFiles",
  summary: "List the files that buyers of a variant can download",
  description: "All on one page, oldest first.",
  idempotency: "safe",
  body: null,
  query: null,
  answers: { 200: pageSchema(ProductFile) },
  problems: [],
  example: { params: PARAMS, answer: { data: [FILE_EXAMPLE], nextCursor: null } },
});

export const uploadFile = defineRoute({
  ...OF_VARIANT,
  method: "POST",
  operation: "uploadProductFile",
  summary: "Upload a file that buyers of a digital variant can download",
  description:
    "The body is the file, of any type, and needs a `Content-Length`. A variant has at most 50 files. Those who have bought the variant can download it as well. With an idempotency key, name, type and size tell one file from another.",
  idempotency: "key",
  body: { contentTypes: ["*/*"], description: "The file, at most 95 MiB." },
  query: FileQuery,
  answers: { 201: ProductFile },
  problems: ["product_invalid"],
  example: {
    params: PARAMS,
    query: { fileName: FILE_EXAMPLE.fileName },
    headers: { "Content-Type": "application/pdf", "Idempotency-Key": "mitten-pattern-2026" },
    body: "<the bytes of the file>",
    answer: FILE_EXAMPLE,
  },
});

export const deleteFile = defineRoute({
  ...OF_STAFF,
  path: "/v1/admin/files/:id",
  method: "DELETE",
  operation: "deleteProductFile",
  summary: "Delete a file of a digital variant",
  description: "Those who have bought the variant can no longer download it.",
  idempotency: "key",
  body: null,
  query: null,
  answers: { 204: { description: "The file is deleted." } },
  problems: [],
  example: { params: { id: FILE_EXAMPLE.id }, answer: null },
});
