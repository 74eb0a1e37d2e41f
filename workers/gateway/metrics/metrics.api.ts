import { defineRoute } from "#kernel/routes/definition";

export const readMetrics = defineRoute({
  method: "GET",
  path: "/v1/admin/metrics",
  operation: "readMetrics",
  summary: "Read the metrics of the shop",
  description:
    "For Prometheus, which sends `Authorization: Bearer <monitor secret>`, for staff and for API keys. The values are at most ten seconds old. A Worker that does not answer is `bodega_up 0`, and its other metrics are missing.",
  tag: "admin-shop",
  access: "staff",
  scope: "audit",
  rate: "staff",
  idempotency: "safe",
  body: null,
  query: null,
  answers: {
    200: {
      contentTypes: ["text/plain"],
      description: "Gauges in the text format of Prometheus, version 0.0.4.",
    },
  },
  problems: [],
  example: { answer: null },
});
