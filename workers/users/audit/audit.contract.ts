import * as z from "zod";
import type { Role } from "#kernel/actor";
import { Id } from "#kernel/ids";

/** An act of staff, which is recorded before it has any effect. */
export interface StaffAct {
  userId: string;
  sessionId: string;
  /** The role that the route requires. */
  role: "staff" | "admin";
  /** Method and path of the request, without the query. */
  act: string;
  /** Method and prefix of the route. Refused acts of one hour share a row under this name. */
  area: string;
  /** True if the act is recorded. */
  recorded: boolean;
}

/** The admission of staff to a route: the recorded act, and the actor's roles and sign-in. */
export interface StaffAdmission {
  /** The id of the act's audit entry; null if the act is not recorded. */
  auditId: string | null;
  /** The current roles of the account. */
  roles: Role[];
  /** When the session began, in epoch milliseconds. Missing in answers of earlier releases. */
  signedInAt?: number;
}

/** An act of an API key on a route of staff, which is recorded before it has any effect. */
export interface ApiKeyAct {
  keyId: string;
  /** Method and path of the request, without the query. */
  act: string;
  /** Method and prefix of the route. Refused acts of one hour share a row under this name. */
  area: string;
}

/** An audit entry as admins read it. */
export const AuditEntryView = z
  .strictObject({
    id: Id("audit"),
    at: z.iso.datetime(),
    actorId: z.string().nullable().describe("An account or an API key; null for a guest."),
    act: z.string().describe("Such as `sign_in.failed`, or method and path of an act of staff."),
    subject: z.string().nullable().describe("The id of what the act concerns."),
    status: z
      .int()
      .nullable()
      .describe("The status of the answer to an act of staff, if recorded."),
    changed: z
      .array(z.string())
      .describe("The names of the settings that the act changed, such as `colours.accent`."),
    requestId: z.string(),
    count: z.int().describe("Equal acts in the hour, of which this is the first."),
  })
  .meta({ id: "AuditEntry" });
export type AuditEntryView = z.infer<typeof AuditEntryView>;
