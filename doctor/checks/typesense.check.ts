import { z } from "zod";
import { ask, bodyAs, keyRefused, type VendorRequest } from "#doctor/ask";
import { type Check, type Context, type Finding, fail, valueIn } from "#doctor/check";

/** Another server at the address would not answer so. */
const Collections = z.array(z.object({ name: z.string() }));

/** No collection has this name. Its prefix is that of the shop, to which a key may be bound. */
const NO_COLLECTION = "collections/products_doctor";

/**
 * The actions that the shop needs, each with a request that Typesense refuses after it has checked the
 * key: for a collection that does not exist, or without required fields. None changes anything.
 */
const PROBES = [
  ["documents:search", "GET", `${NO_COLLECTION}/documents/search?q=*&query_by=title`],
  ["documents:import", "POST", `${NO_COLLECTION}/documents/import?action=upsert`],
  ["documents:delete", "DELETE", `${NO_COLLECTION}/documents?filter_by=id:none`],
  ["collections:list", "GET", "collections"],
  ["collections:create", "POST", "collections"],
  ["collections:delete", "DELETE", NO_COLLECTION],
  ["aliases:list", "GET", "aliases"],
  ["aliases:upsert", "PUT", "aliases/products_doctor"],
  ["synonym_sets:upsert", "PUT", "synonym_sets/products_doctor"],
  ["curation_sets:upsert", "PUT", "curation_sets/products_doctor"],
] as const;

const isPermitted = async (context: Context, [action, method, path]: (typeof PROBES)[number]) => {
  const request: VendorRequest = {
    vendor: "typesense",
    at: "TYPESENSE_URL",
    path,
    method,
    headers: {
      "x-typesense-api-key": valueIn(context, "TYPESENSE_API_KEY"),
      "content-type": "application/json",
    },
    ...(method === "POST" || method === "PUT" ? { body: "{}" } : {}),
  };
  const answer = await ask(context, request);
  if (answer.status === 401 || answer.status === 403) return false;
  if (action === "collections:list") bodyAs(Collections, answer, request);
  return true;
};

const lacks = (actions: readonly string[]) =>
  fail({
    code: "typesense.key_lacks_actions",
    where: "TYPESENSE_API_KEY",
    problem: `The key may not do ${actions.join(", ")}.`,
    action:
      "Create a key for documents:*, collections:*, aliases:*, synonym_sets:* and curation_sets:*, and set TYPESENSE_API_KEY.",
  });

/** Checks that Typesense answers, and that the key may search and rebuild the index. */
export const typesense: Check = {
  name: "typesense",
  needs: ["TYPESENSE_URL", "TYPESENSE_API_KEY"],
  async run(context): Promise<Finding[]> {
    const permitted = await Promise.all(PROBES.map((probe) => isPermitted(context, probe)));
    const refused = PROBES.filter((_, index) => !permitted[index]).map(([action]) => action);
    if (refused.length === PROBES.length) throw keyRefused("typesense", "TYPESENSE_API_KEY");
    return refused.length > 0 ? [lacks(refused)] : [];
  },
};
