import * as z from "zod";
import { AttributeKey } from "#catalog/attributes.contract";
import { Text } from "#catalog/parameters.contract";

const VALUES_MAX = 20;
const NAMED_MAX = 10;

/** A brand, an option name or an option value: Shopify allows 255 characters. */
const FacetValue = Text(255);
const FacetValues = z.array(FacetValue).max(VALUES_MAX);
/** A parameter that may be repeated: once it is a text, several times a list. */
const Repeatable = z.preprocess((value) => [value].flat(), FacetValues);
const KINDS = ["option", "attribute"];
const NAMED = new RegExp(`^(${KINDS.join("|")})\\.(.+)$`, "s");

/** Collects `option.color=blue` and `attribute.shade=linen` into maps, so that other parameters are strict. */
export const gatherNamed = (given: unknown, context: z.RefinementCtx) => {
  const query = given as Record<string, unknown>;
  const all = Object.entries(query);
  const nameless = KINDS.filter((kind) => all.some(([parameter]) => parameter === kind));
  if (nameless.length > 0)
    context.addIssue({ code: "unrecognized_keys", keys: nameless, input: query });
  const named = (kind: string) =>
    new Map(
      all.flatMap(([parameter, value]) => {
        const [, found, name] = NAMED.exec(parameter) ?? [];
        return found === kind && name ? [[name, value] as const] : [];
      }),
    );
  const rest = all.filter(([name]) => !NAMED.test(name));
  return { ...Object.fromEntries(rest), option: named("option"), attribute: named("attribute") };
};

const atMost = {
  error: `must be at most ${NAMED_MAX}`,
  params: { code: "too_many", max: NAMED_MAX },
};

/**
 * The filters of lists and searches by values that facets count, for a query of `gatherNamed`. A repeated `brand`,
 * `option.…` or `attribute.…` matches any of its values.
 */
export const FACET_FILTERS = {
  brand: Repeatable.optional(),
  option: z.map(FacetValue, Repeatable).refine(({ size }) => size <= NAMED_MAX, atMost),
  attribute: z.map(AttributeKey, Repeatable).refine(({ size }) => size <= NAMED_MAX, atMost),
};

const byName = (what: string, example: string) =>
  z
    .record(FacetValue, FacetValues)
    .optional()
    .describe(
      `Values by ${what}. Each is a parameter such as \`${example}\`; a repeated one matches any of its values.`,
    );

/** `FACET_FILTERS` as the API reference shows them: lists of values, and options and attributes by name. */
export const FACET_FILTERS_DOCUMENT = {
  brand: FacetValues.optional(),
  option: byName("the name of an option", "option.color=blue"),
  attribute: byName("the key of an attribute", "attribute.shade=linen"),
};
