import * as z from "zod";
import { defineRoute } from "#kernel/routes/definition";

/** An OpenAPI document. Its own schema is the specification's: https://spec.openapis.org/oas/v3.1.0 */
const OpenApiDocument = z.looseObject({
  openapi: z.string(),
  info: z.looseObject({ title: z.string(), version: z.string() }),
  paths: z.record(z.string(), z.unknown()),
});
const DOCUMENT_EXAMPLE = {
  openapi: "3.1.0",
  info: { title: "Storefront API", version: "1" },
  paths: {},
};

/** The properties that all routes of the reference share. */
const OF_REFERENCE = {
  method: "GET",
  tag: "system",
  access: "public",
  rate: "browse",
  idempotency: "safe",
  body: null,
  query: null,
  problems: [],
} as const;

export const readDocument = defineRoute({
  ...OF_REFERENCE,
  path: "/openapi.json",
  operation: "readDocument",
  summary: "Read the OpenAPI document of the whole shop",
  answers: { 200: OpenApiDocument },
  example: { answer: DOCUMENT_EXAMPLE },
});

export const readDocumentPart = defineRoute({
  ...OF_REFERENCE,
  path: "/openapi/:part",
  operation: "readDocumentPart",
  summary: "Read the OpenAPI document of one tag",
  description: "`part` is the name of a tag and `.json`, such as `orders.json`.",
  answers: { 200: OpenApiDocument },
  example: { params: { part: "orders.json" }, answer: DOCUMENT_EXAMPLE },
});

export const readReference = defineRoute({
  ...OF_REFERENCE,
  path: "/docs",
  operation: "readReference",
  summary: "Read the reference as a page",
  answers: { 200: { contentTypes: ["text/html"], description: "The interactive reference." } },
  example: { answer: null },
});

export const readReferenceFile = defineRoute({
  ...OF_REFERENCE,
  path: "/docs/:file",
  operation: "readReferenceFile",
  summary: "Read a part of the reference as Markdown, or a script of its page",
  description: "`file` is the name of a tag and `.md`, such as `orders.md`.",
  answers: {
    200: {
      contentTypes: ["text/markdown", "text/javascript"],
      description: "Markdown, or JavaScript.",
    },
  },
  example: { params: { file: "orders.md" }, answer: null },
});

export const readIndexForMachines = defineRoute({
  ...OF_REFERENCE,
  path: "/llms.txt",
  operation: "readIndexForMachines",
  summary: "Read what the reference has, for programs that write code",
  description: "In the form of https://llmstxt.org.",
  answers: { 200: { contentTypes: ["text/plain"], description: "Links to Markdown and OpenAPI." } },
  example: { answer: null },
});
