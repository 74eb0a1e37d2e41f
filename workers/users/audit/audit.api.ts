import * as z from "zod";
import { defineRoute } from "#kernel/routes/definition";
import { PageQuery, pageSchema } from "#kernel/routes/page";
import { AuditEntryView } from "./audit.contract";

const Filter = z.string().min(1).max(200).optional();

const adminId = "usr_01kb0c6w3mexample00000000000000000000";

export const listAuditEntries = defineRoute({
  method: "GET",
  path: "/v1/admin/audit",
  operation: "listAuditEntries",
  summary: "List audit entries, newest first",
  tag: "admin-shop",
  access: "admin",
  rate: "staff",
  idempotency: "safe",
  body: null,
  query: z.strictObject({
    ...PageQuery,
    actor: Filter.describe("The id of the account or the API key that acted."),
    subject: Filter.describe("The id of what an act concerns."),
    act: Filter.describe("The exact name of an act."),
  }),
  answers: { 200: pageSchema(AuditEntryView) },
  problems: [],
  example: {
    query: { actor: adminId },
    answer: {
      data: [
        {
          id: "aud_01kb0c6w3mexample00000000000000000000",
          at: "2026-11-26T09:30:00.000Z",
          actorId: adminId,
          act: "PATCH /v1/admin/settings",
          subject: null,
          status: 200,
          changed: ["shopName", "colours.accent"],
          requestId: "5b1f0f6e-6c1d-4a58-9d0e-3f8a2b7c4d10",
          count: 1,
        },
      ],
      nextCursor: null,
    },
  },
});
