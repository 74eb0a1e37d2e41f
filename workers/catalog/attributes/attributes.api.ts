import {
  AttributeDefinition,
  AttributeDefinitionInput,
  AttributeDefinitionPatch,
} from "#catalog/attributes.contract";
import { defineRoute } from "#kernel/routes/definition";
import { pageSchema } from "#kernel/routes/page";

const PATH = "/v1/admin/attribute-definitions";
const PARAMS = { key: "shade" };

const INPUT = {
  key: "shade",
  name: "Shade",
  type: "list",
  unit: null,
  choices: ["paper", "linen"],
  position: 1,
} as const;
const EXAMPLE = { ...INPUT, version: 1 };

/** What all routes of attributes share. */
const OF_ATTRIBUTES = {
  tag: "admin-catalog",
  access: "staff",
  scope: "catalog",
  rate: "staff",
  query: null,
} as const;
const READ = { method: "GET", idempotency: "safe", body: null, problems: [] } as const;

export const listAttributes = defineRoute({
  ...OF_ATTRIBUTES,
  ...READ,
  path: PATH,
  operation: "listAttributeDefinitions",
  summary: "List the attributes that products may have",
  description: "Complete on one page, in the order of their positions.",
  answers: { 200: pageSchema(AttributeDefinition) },
  example: { answer: { data: [EXAMPLE], nextCursor: null } },
});

export const createAttribute = defineRoute({
  ...OF_ATTRIBUTES,
  method: "POST",
  path: PATH,
  operation: "createAttributeDefinition",
  summary: "Define an attribute that products may have",
  description: "Its key, type and unit never change.",
  idempotency: "key",
  body: AttributeDefinitionInput,
  answers: { 201: AttributeDefinition },
  problems: ["attribute_taken"],
  example: { body: INPUT, answer: EXAMPLE },
});

export const readAttribute = defineRoute({
  ...OF_ATTRIBUTES,
  ...READ,
  path: `${PATH}/:key`,
  operation: "readAttributeDefinition",
  summary: "Read the definition of an attribute",
  answers: { 200: AttributeDefinition },
  example: { params: PARAMS, answer: EXAMPLE },
});

export const changeAttribute = defineRoute({
  ...OF_ATTRIBUTES,
  method: "PATCH",
  path: `${PATH}/:key`,
  operation: "changeAttributeDefinition",
  summary: "Change the name, choices or position of an attribute",
  description:
    "A JSON merge patch (RFC 7396), with `If-Match`. Products keep values that are no choices any more.",
  idempotency: "key",
  body: AttributeDefinitionPatch,
  answers: { 200: AttributeDefinition },
  problems: ["precondition_failed", "conflict"],
  example: { params: PARAMS, body: { name: "Shade" }, answer: { ...EXAMPLE, version: 2 } },
});

export const deleteAttribute = defineRoute({
  ...OF_ATTRIBUTES,
  method: "DELETE",
  path: `${PATH}/:key`,
  operation: "deleteAttributeDefinition",
  summary: "Delete the definition of an attribute",
  description: "Products keep their values; requests that set one are refused. `If-Match` works.",
  idempotency: "key",
  body: null,
  answers: { 204: { description: "The definition is deleted." } },
  problems: ["precondition_failed", "conflict"],
  example: { params: PARAMS, answer: null },
});
