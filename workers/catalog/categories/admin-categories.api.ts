import * as z from "zod";
import { CategoryRef } from "#contract/catalog";
import { defineRoute } from "#kernel/routes/definition";
import { pageSchema } from "#kernel/routes/page";
import {
  AdminCategory,
  CategoryCreation,
  CategoryMove,
  CategoryPatch,
} from "./categories.contract";
import { ADMIN_CATEGORY_EXAMPLE } from "./category.example.rules";

/** What all routes of the back office share. */
const OF_STAFF = {
  tag: "admin-catalog",
  access: "staff",
  scope: "catalog",
  rate: "staff",
  query: null,
} as const;

const PARAMS = { id: ADMIN_CATEGORY_EXAMPLE.id };
const IF_MATCH =
  "`If-Match` with the `ETag` of an answer, or with the quoted `version`, protects from overwriting the change of other staff.";
const FOLLOW =
  "Lists of products and the search index follow within seconds, in steps, however many products it has.";

export const listAdminCategories = defineRoute({
  ...OF_STAFF,
  method: "GET",
  path: "/v1/admin/categories",
  operation: "listAdminCategories",
  summary: "List all categories in the order of the tree",
  description: "A parent comes before its children. Complete on one page.",
  idempotency: "safe",
  body: null,
  answers: { 200: pageSchema(AdminCategory) },
  problems: [],
  example: { answer: { data: [ADMIN_CATEGORY_EXAMPLE], nextCursor: null } },
});

export const createCategory = defineRoute({
  ...OF_STAFF,
  method: "POST",
  path: "/v1/admin/categories",
  operation: "createCategory",
  summary: "Create a category",
  description:
    "It becomes the last child of its parent. A shop has at most 5,000 categories in ten levels.",
  idempotency: "key",
  body: CategoryCreation,
  answers: { 201: AdminCategory },
  problems: ["category_invalid", "slug_taken", "conflict"],
  example: {
    headers: { "Idempotency-Key": "create-lighting" },
    body: { name: "Lighting", parentId: ADMIN_CATEGORY_EXAMPLE.parentId },
    answer: ADMIN_CATEGORY_EXAMPLE,
  },
});

export const changeCategory = defineRoute({
  ...OF_STAFF,
  method: "PATCH",
  path: "/v1/admin/categories/:id",
  operation: "changeCategory",
  summary: "Rename or describe a category",
  description: `A JSON merge patch (RFC 7396). A former slug redirects to the new one, and the paths below follow. ${IF_MATCH} ${FOLLOW}`,
  idempotency: "key",
  body: CategoryPatch,
  answers: { 200: AdminCategory },
  problems: ["slug_taken", "precondition_failed", "conflict"],
  example: {
    params: PARAMS,
    headers: { "If-Match": '"1"' },
    body: { name: "Lighting", slug: "lighting" },
    answer: ADMIN_CATEGORY_EXAMPLE,
  },
});

export const moveCategory = defineRoute({
  ...OF_STAFF,
  method: "POST",
  path: "/v1/admin/categories/:id/move",
  operation: "moveCategory",
  summary: "Move a category to another parent or place",
  description: `All below it moves along. ${IF_MATCH} ${FOLLOW}`,
  idempotency: "key",
  body: CategoryMove,
  answers: { 200: AdminCategory },
  problems: ["category_invalid", "precondition_failed", "conflict"],
  example: {
    params: PARAMS,
    body: { parentId: ADMIN_CATEGORY_EXAMPLE.parentId },
    answer: ADMIN_CATEGORY_EXAMPLE,
  },
});

export const deleteCategory = defineRoute({
  ...OF_STAFF,
  method: "DELETE",
  path: "/v1/admin/categories/:id",
  operation: "deleteCategory",
  summary: "Delete a category that has no categories below it",
  description: `With categories below it, the answer is 409 \`category_in_use\` with the first of them in \`children\`. Its products stay in the shop. Its slugs are free at once and redirect nowhere. ${IF_MATCH} ${FOLLOW}`,
  idempotency: "key",
  body: null,
  answers: { 204: { description: "The category is deleted." } },
  problems: [
    "precondition_failed",
    "conflict",
    { code: "category_in_use", members: { children: z.array(CategoryRef) } },
  ],
  example: { params: PARAMS, answer: null },
});
