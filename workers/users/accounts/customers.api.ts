import * as z from "zod";
import { CustomerView, RolesPatch } from "#contract/users";
import { Email } from "#kernel/address/email";
import { defineRoute } from "#kernel/routes/definition";
import { PageQuery, pageSchema } from "#kernel/routes/page";
import { PROFILE_EXAMPLE } from "#users/profile.example.rules";

const CUSTOMER_EXAMPLE: CustomerView = { ...PROFILE_EXAMPLE, disabledAt: null };
const params = { id: CUSTOMER_EXAMPLE.id };

/** The properties that all routes of customers and staff share. */
const OF_CUSTOMERS = { tag: "admin-customers", rate: "staff" } as const;
/** The properties that all routes share that change another account. */
const OF_CHANGE = {
  ...OF_CUSTOMERS,
  access: "admin",
  idempotency: "key",
  query: null,
  answers: { 200: CustomerView },
} as const;

const BY_ANOTHER_ADMIN =
  "Requires a sign-in within the last ten minutes. Admins cannot change their own account.";

export const listCustomers = defineRoute({
  ...OF_CUSTOMERS,
  method: "GET",
  path: "/v1/admin/customers",
  operation: "listCustomers",
  summary: "List accounts, oldest first",
  access: "staff",
  scope: "customers",
  idempotency: "safe",
  body: null,
  query: z.strictObject({ ...PageQuery, email: Email.optional() }),
  answers: { 200: pageSchema(CustomerView) },
  problems: [],
  example: {
    query: { email: "ada@example.com" },
    answer: { data: [CUSTOMER_EXAMPLE], nextCursor: null },
  },
});

export const readCustomer = defineRoute({
  ...OF_CUSTOMERS,
  method: "GET",
  path: "/v1/admin/customers/:id",
  operation: "readCustomer",
  summary: "Read an account",
  access: "staff",
  scope: "customers",
  idempotency: "safe",
  body: null,
  query: null,
  answers: { 200: CustomerView },
  problems: [],
  example: { params, answer: CUSTOMER_EXAMPLE },
});

export const disableCustomer = defineRoute({
  ...OF_CHANGE,
  method: "POST",
  path: "/v1/admin/customers/:id/disable",
  operation: "disableCustomer",
  summary: "Disable an account and end its sessions",
  description: BY_ANOTHER_ADMIN,
  body: null,
  problems: ["step_up_required", "conflict", "last_admin"],
  example: {
    params,
    answer: { ...CUSTOMER_EXAMPLE, disabledAt: "2026-11-26T09:30:00.000Z" },
  },
});

export const enableCustomer = defineRoute({
  ...OF_CHANGE,
  method: "POST",
  path: "/v1/admin/customers/:id/enable",
  operation: "enableCustomer",
  summary: "Enable a disabled account",
  description: BY_ANOTHER_ADMIN,
  body: null,
  problems: ["step_up_required", "conflict"],
  example: { params, answer: CUSTOMER_EXAMPLE },
});

export const listStaff = defineRoute({
  ...OF_CUSTOMERS,
  method: "GET",
  path: "/v1/admin/staff",
  operation: "listStaff",
  summary: "List staff and admins, oldest first",
  access: "admin",
  idempotency: "safe",
  body: null,
  query: z.strictObject(PageQuery),
  answers: { 200: pageSchema(CustomerView) },
  problems: [],
  example: {
    query: { limit: "24" },
    answer: { data: [{ ...CUSTOMER_EXAMPLE, roles: ["staff"] }], nextCursor: null },
  },
});

export const assignRoles = defineRoute({
  ...OF_CHANGE,
  method: "PATCH",
  path: "/v1/admin/staff/:id",
  operation: "assignRoles",
  summary: "Replace the roles of an account and end its sessions",
  description: BY_ANOTHER_ADMIN,
  body: RolesPatch,
  problems: ["step_up_required", "conflict", "last_admin", "email_unverified"],
  example: {
    params,
    body: { roles: ["staff"] },
    answer: { ...CUSTOMER_EXAMPLE, roles: ["staff"] },
  },
});
