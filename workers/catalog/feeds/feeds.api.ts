import { defineRoute } from "#kernel/routes/definition";
import { FeedQuery } from "./feeds.contract";

/** The properties that all feeds share. */
const FEED = {
  method: "GET",
  tag: "catalog",
  access: "public",
  rate: "feed",
  idempotency: "safe",
  body: null,
  query: FeedQuery,
  problems: [],
  example: { answer: null },
} as const;

export const readGoogleFeed = defineRoute({
  ...FEED,
  path: "/v1/feeds/google.xml",
  operation: "readGoogleFeed",
  summary: "Read the product feed for Google Merchant Center",
  description:
    "An RSS 2.0 document with an item for each variant that has a price in the currency and a picture, at the prices that everyone pays in the market of `country`. It is written while it is sent, from the current products. Links lead to `/products/<slug>?variant=<id>` of the storefront.",
  answers: {
    200: {
      contentTypes: ["application/xml"],
      description: "The feed, after Google's product data specification.",
    },
  },
});

export const readAcpFeed = defineRoute({
  ...FEED,
  path: "/v1/feeds/acp.jsonl.gz",
  operation: "readAcpFeed",
  summary: "Read the product feed of the Agentic Commerce Protocol",
  description:
    "Lines of JSON, compressed by gzip, with a product and its variants on each line. It is written while it is sent, from the current products.",
  answers: {
    200: {
      contentTypes: ["application/gzip"],
      description: "The feed, after the protocol's `schema.feed.json` of 2026-04-17.",
    },
  },
});
