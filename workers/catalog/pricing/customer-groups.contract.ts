import * as z from "zod";
import { Id } from "#kernel/ids";
import { Line } from "#kernel/text";

export const GROUP_MEMBERS_MAX = 10_000;
const TITLE_CHARS_MAX = 255;

const Title = Line(TITLE_CHARS_MAX);
const CustomerIds = z
  .array(Id("user"))
  .max(GROUP_MEMBERS_MAX)
  .refine((ids) => new Set(ids).size === ids.length, {
    error: "must not repeat an account",
    params: { code: "repeated" },
  });

/** A group of customers without its members. */
export const CustomerGroupSummary = z
  .strictObject({
    id: Id("customerGroup"),
    title: z.string(),
    version: z.int().describe("Grows with each change of the group; the `ETag` begins with it."),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "CustomerGroupSummary" });
export type CustomerGroupSummary = z.infer<typeof CustomerGroupSummary>;

export const CustomerGroup = z
  .strictObject({
    ...CustomerGroupSummary.shape,
    customerIds: z.array(Id("user")).describe("The accounts that are members."),
  })
  .meta({ id: "CustomerGroup" });
export type CustomerGroup = z.infer<typeof CustomerGroup>;

export const CustomerGroupCreation = z.strictObject({
  title: Title,
  customerIds: CustomerIds.default([]).describe(
    "The members. An id without an account has no effect.",
  ),
});
export type CustomerGroupCreation = z.infer<typeof CustomerGroupCreation>;

/** A JSON merge patch (RFC 7396). */
export const CustomerGroupPatch = z.strictObject({
  title: Title.optional(),
  customerIds: CustomerIds.optional().describe("Replaces all members."),
});
export type CustomerGroupPatch = z.infer<typeof CustomerGroupPatch>;
