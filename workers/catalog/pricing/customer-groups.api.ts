import * as z from "zod";
import { defineRoute } from "#kernel/routes/definition";
import { PageQuery, pageSchema } from "#kernel/routes/page";
import {
  CustomerGroup,
  CustomerGroupCreation,
  CustomerGroupPatch,
  CustomerGroupSummary,
} from "./customer-groups.contract";
import { GROUP_EXAMPLE } from "./pricing.example.rules";

/** What all routes of the back office share. */
const OF_STAFF = {
  tag: "admin-catalog",
  access: "staff",
  scope: "catalog",
  rate: "staff",
} as const;

const ALL = { ...OF_STAFF, path: "/v1/admin/customer-groups" } as const;
const ONE = { ...OF_STAFF, path: "/v1/admin/customer-groups/:id", query: null } as const;
const PARAMS = { id: GROUP_EXAMPLE.id };
const { customerIds, ...SUMMARY_EXAMPLE } = GROUP_EXAMPLE;

export const listCustomerGroups = defineRoute({
  ...ALL,
  method: "GET",
  operation: "listCustomerGroups",
  summary: "List customer groups without their members, newest first",
  idempotency: "safe",
  body: null,
  query: z.strictObject(PageQuery),
  answers: { 200: pageSchema(CustomerGroupSummary) },
  problems: [],
  example: { query: { limit: "1" }, answer: { data: [SUMMARY_EXAMPLE], nextCursor: null } },
});

export const createCustomerGroup = defineRoute({
  ...ALL,
  method: "POST",
  operation: "createCustomerGroup",
  summary: "Create a customer group",
  description: "Up to 10,000 accounts. A price list that names the group is for its members only.",
  idempotency: "key",
  body: CustomerGroupCreation,
  query: null,
  answers: { 201: CustomerGroup },
  problems: ["conflict"],
  headers: ["Location"],
  example: {
    headers: { "Idempotency-Key": "create-group" },
    body: { title: GROUP_EXAMPLE.title, customerIds },
    answer: GROUP_EXAMPLE,
  },
});

export const readCustomerGroup = defineRoute({
  ...ONE,
  method: "GET",
  operation: "readCustomerGroup",
  summary: "Read a customer group with its members",
  idempotency: "safe",
  body: null,
  answers: { 200: CustomerGroup },
  problems: [],
  example: { params: PARAMS, answer: GROUP_EXAMPLE },
});

export const changeCustomerGroup = defineRoute({
  ...ONE,
  method: "PATCH",
  operation: "changeCustomerGroup",
  summary: "Rename a customer group or replace its members",
  description:
    "A JSON merge patch (RFC 7396). `If-Match` with the `ETag` of a read protects from overwriting the change of other staff.",
  idempotency: "key",
  body: CustomerGroupPatch,
  answers: { 200: CustomerGroup },
  problems: ["precondition_failed", "conflict"],
  example: { params: PARAMS, body: { customerIds }, answer: GROUP_EXAMPLE },
});

export const deleteCustomerGroup = defineRoute({
  ...ONE,
  method: "DELETE",
  operation: "deleteCustomerGroup",
  summary: "Delete a customer group that no price list names",
  idempotency: "key",
  body: null,
  answers: { 204: { description: "The customer group is deleted." } },
  problems: ["customer_group_in_use", "precondition_failed", "conflict"],
  example: { params: PARAMS, answer: null },
});
