import * as z from "zod";
import { Directory, Liveness, Readiness, ServiceEntry, ShopStatus } from "#gateway/contract";
import { defineRoute } from "#kernel/routes/definition";

/** Monitors add parameters of their own, such as a time against caches. */
const AnyQuery = z.looseObject({});

const DETAILS =
  "Staff and monitors, who send `Authorization: Bearer <monitor secret>`, see the details. All other callers, API keys included, see the status alone.";

/** The properties that all routes of health and services share. */
const OF_REGISTRY = {
  method: "GET",
  tag: "system",
  access: "public",
  idempotency: "safe",
  body: null,
  problems: [],
} as const;

export const readDirectory = defineRoute({
  ...OF_REGISTRY,
  path: "/",
  operation: "readDirectory",
  summary: "Read where the documentation and the health are",
  rate: "browse",
  query: null,
  answers: { 200: Directory },
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
  ...OF_REGISTRY,
  path: "/health",
  operation: "readLiveness",
  summary: "Check that the gateway responds",
  description: "Asks no dependency.",
  rate: "none",
  query: AnyQuery,
  answers: { 200: Liveness },
  example: { answer: { status: "ok", version: "0.1.0" } },
});

export const readReadiness = defineRoute({
  ...OF_REGISTRY,
  path: "/health/ready",
  operation: "readReadiness",
  summary: "Check every Worker and its dependencies",
  description: `Answers 503 with \`Retry-After\` and the same document when a required dependency is down. An optional one that is down, or events that wait for more than five minutes, are 200 with \`degraded\`. ${DETAILS}`,
  rate: "none",
  query: AnyQuery,
  answers: { 200: z.union([Readiness, ShopStatus]), 503: z.union([Readiness, ShopStatus]) },
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
  ...OF_REGISTRY,
  path: "/v1/services",
  operation: "listServices",
  summary: "List the Workers of the shop with their routes and health",
  description: DETAILS,
  rate: "browse",
  query: null,
  answers: { 200: z.union([z.strictObject({ data: z.array(ServiceEntry) }), ShopStatus]) },
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
