import { defineRoute } from "#kernel/routes/definition";
import { pageSchema } from "#kernel/routes/page";
import { PICKED_EXAMPLE, RULED_EXAMPLE } from "./collection.example.rules";
import {
  AdminCollection,
  CollectionCreation,
  CollectionPatch,
  CollectionQuery,
  CollectionWithProducts,
  PickedProducts,
} from "./collections.contract";

/** What all routes of the back office share. */
const OF_STAFF = {
  tag: "admin-catalog",
  access: "staff",
  scope: "catalog",
  rate: "staff",
} as const;

const ONE = { ...OF_STAFF, path: "/v1/admin/collections/:id", query: null } as const;
const PARAMS = { id: PICKED_EXAMPLE.id };
const IF_MATCH =
  "`If-Match` with the `ETag` of a read protects from overwriting the change of other staff.";

export const listAdminCollections = defineRoute({
  ...OF_STAFF,
  method: "GET",
  path: "/v1/admin/collections",
  operation: "listAdminCollections",
  summary: "List collections, newest first",
  idempotency: "safe",
  body: null,
  query: CollectionQuery,
  answers: { 200: pageSchema(AdminCollection) },
  problems: [],
  example: { query: { limit: "1" }, answer: { data: [RULED_EXAMPLE], nextCursor: null } },
});

export const createCollection = defineRoute({
  ...OF_STAFF,
  method: "POST",
  path: "/v1/admin/collections",
  operation: "createCollection",
  summary: "Create a collection",
  description:
    "`manual` has the products that staff pick, `rule` those that match its rules, now and after each change of a product. Existing products are compared with new rules in steps; `filled` says when all have been. A shop has at most 1,000 collections.",
  idempotency: "key",
  body: CollectionCreation,
  query: null,
  answers: { 201: CollectionWithProducts },
  problems: ["collection_invalid", "slug_taken", "conflict"],
  headers: ["Location"],
  example: {
    headers: { "Idempotency-Key": "create-gifts" },
    body: { kind: "manual", title: "Gifts" },
    answer: PICKED_EXAMPLE,
  },
});

export const readAdminCollection = defineRoute({
  ...ONE,
  method: "GET",
  operation: "readAdminCollection",
  summary: "Read a collection with its rules or picked products",
  idempotency: "safe",
  body: null,
  answers: { 200: CollectionWithProducts },
  problems: [],
  example: { params: PARAMS, answer: PICKED_EXAMPLE },
});

export const changeCollection = defineRoute({
  ...ONE,
  method: "PATCH",
  operation: "changeCollection",
  summary: "Change a collection or its rules",
  description: `A JSON merge patch (RFC 7396). A former slug redirects to the new one. ${IF_MATCH}`,
  idempotency: "key",
  body: CollectionPatch,
  answers: { 200: CollectionWithProducts },
  problems: ["collection_invalid", "slug_taken", "precondition_failed", "conflict"],
  example: { params: PARAMS, body: { title: "Gifts" }, answer: PICKED_EXAMPLE },
});

export const pickProducts = defineRoute({
  ...OF_STAFF,
  method: "PUT",
  path: "/v1/admin/collections/:id/products",
  operation: "pickProducts",
  summary: "Replace the products of a manual collection",
  description: `At most 1,000, in the order of \`?sort=position\`. ${IF_MATCH}`,
  idempotency: "key",
  body: PickedProducts,
  query: null,
  answers: { 200: CollectionWithProducts },
  problems: ["collection_invalid", "precondition_failed", "conflict"],
  example: {
    params: PARAMS,
    body: { productIds: PICKED_EXAMPLE.productIds },
    answer: PICKED_EXAMPLE,
  },
});

export const deleteCollection = defineRoute({
  ...ONE,
  method: "DELETE",
  operation: "deleteCollection",
  summary: "Delete a collection",
  description: `Its products stay in the shop. Its slugs are free at once and redirect nowhere. ${IF_MATCH}`,
  idempotency: "key",
  body: null,
  answers: { 204: { description: "The collection is deleted." } },
  problems: ["precondition_failed", "conflict"],
  example: { params: PARAMS, answer: null },
});
