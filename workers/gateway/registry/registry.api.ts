import { z } from "zod";
import { Directory, Liveness, Readiness, ServiceEntry, ShopStatus } from "#gateway/contract";
import { defineRoute } from "#kernel/routes/definition";

/** Monitors add parameters of their own, such as a time against caches. */
const AnyQuery = z.looseObject({});

const DETAILS =
  "Staff and monitors, who send `Authorization: Bearer <monitor secret>`, see the details. All other callers see the status alone.";

export const readDirectory = defineRoute({
  method: "GET",
  path: "/",
  operation: "readDirectory",
  summary: "Read where the documentation and the health are",
  tag: "system",
  access: "public",
  rate: "browse",
  idempotency: "safe",
  body: null,
  query: null,
  answers: { 200: Directory },
  problems: [],
  example: {
    answer: {
      name: "Lantern & Loom",
      version: "0.1.0",
      documentation: "/docs",
      openapi: "/openapi.json",
      health: "/health",
    },
  },
});

export const readLiveness = defineRoute({
  method: "GET",
  path: "/health",
  operation: "readLiveness",
  summary: "Check that the gateway responds",
  description: "Asks no dependency.",
  tag: "system",
  access: "public",
  rate: "none",
  idempotency: "safe",
  body: null,
  query: AnyQuery,
  answers: { 200: Liveness },
  problems: [],
  example: { answer: { status: "ok", version: "0.1.0" } },
});

export const readReadiness = defineRoute({
  method: "GET",
  path: "/health/ready",
  operation: "readReadiness",
  summary: "Check every Worker and its dependencies",
  description: `Answers 503 with \`Retry-After\` and the same document when a required dependency is down. An optional one that is down, or events that wait for more than five minutes, are 200 with \`degraded\`. ${DETAILS}`,
  tag: "system",
  access: "public",
  rate: "none",
  idempotency: "safe",
  body: null,
  query: AnyQuery,
  answers: { 200: z.union([Readiness, ShopStatus]), 503: z.union([Readiness, ShopStatus]) },
  problems: [],
  example: {
    answer: {
      status: "ok",
      version: "0.1.0",
      services: [
        {
          service: "catalog",
          version: "0.1.0",
          dependencies: [
            { name: "libsql", status: "ok", latencyMs: 4, optional: false },
            { name: "typesense", status: "ok", latencyMs: 7, optional: true },
          ],
        },
      ],
    },
  },
});

export const listServices = defineRoute({
  method: "GET",
  path: "/v1/services",
  operation: "listServices",
  summary: "List the Workers of the shop with their routes and health",
  description: DETAILS,
  tag: "system",
  access: "public",
  rate: "browse",
  idempotency: "safe",
  body: null,
  query: null,
  answers: { 200: z.union([z.strictObject({ data: z.array(ServiceEntry) }), ShopStatus]) },
  problems: [],
  example: {
    answer: {
      data: [
        {
          name: "catalog",
          version: "0.1.0",
          binding: "CATALOG",
          routes: ["GET /v1/products", "GET /v1/products/:idOrSlug"],
          health: [{ name: "libsql", status: "ok", latencyMs: 4, optional: false }],
        },
      ],
    },
  },
});
