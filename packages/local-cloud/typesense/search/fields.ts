import { type Field, isArray, isString } from "#cloud/typesense/field";
import type { Parameters } from "#cloud/typesense/parameters";
import { Refusal } from "#cloud/typesense/refusal";
import type { SearchField } from "#cloud/typesense/retrieval.candidates";
import { leniently, namedFields, type Subject } from "./subject";

const WEIGHT_MAX = 15;

const refuse = (message: string): never => {
  throw new Refusal(400, message);
};

/** Throws if a list of settings has neither one value for all fields nor one for each. */
const checkCounts = (parameters: Parameters) => {
  const { query_by: names, query_by_weights: weights, num_typos: typos, prefix } = parameters;
  if (names.length === 0) return;
  if (weights.length > 0 && weights.length !== names.length) {
    refuse("Number of weights in `query_by_weights` does not match number of `query_by` fields.");
  }
  if (typos.length !== names.length && typos.length !== 1) {
    refuse("Number of values in `num_typos` does not match number of `query_by` fields.");
  }
  if (prefix.length !== names.length && prefix.length !== 1) {
    refuse("Number of prefix values in `prefix` does not match number of `query_by` fields.");
  }
};

/**
 * Returns the fields with weights. Default weights descend from 15. Weights of the caller are kept if they are
 * small enough and descending; otherwise the fields are sorted by them and get weights that descend from 15.
 */
const weighted = (fields: SearchField[], given: boolean): SearchField[] => {
  if (!given) {
    return fields.map((field, at) => ({ ...field, weight: Math.max(0, WEIGHT_MAX - at) }));
  }
  const fine = fields.every(
    ({ weight }, at) => weight <= WEIGHT_MAX && weight <= (fields[at - 1]?.weight ?? weight),
  );
  if (fine) return fields;
  const sorted = [...fields].sort((a, b) => b.weight - a.weight);
  let weight = WEIGHT_MAX;
  return sorted.map((field, at) => {
    const previous = sorted[at - 1];
    if (previous && previous.weight !== field.weight) weight = Math.max(0, weight - 1);
    return { ...field, weight };
  });
};

const searchable = (subject: Subject, field: Field) => {
  if (!isString(field)) {
    throw new Refusal(400, `Field \`${field.name}\` should be a string or a string array.`);
  }
  const { terms } = subject.index.indexed(field.name);
  return terms ?? refuse(`Field \`${field.name}\` should be a string or a string array.`);
};

/** Returns the searched fields, highest weight first. */
export const searchFields = (subject: Subject, parameters: Parameters): SearchField[] => {
  const { query_by: names, query_by_weights: weights, num_typos: typos, prefix } = parameters;
  if (parameters.q !== "*" && names.length === 0) {
    refuse("No search fields specified for the query.");
  }
  checkCounts(parameters);
  const lenient = !parameters.validate_field_names;
  const fields = names.flatMap((name, at) => {
    if (name === "id") refuse("Cannot use `id` as a query by field.");
    return leniently(lenient, () => namedFields(subject, name, isString)).map(
      (field): SearchField => ({
        name: field.name,
        terms: searchable(subject, field),
        array: isArray(field),
        weight: weights[at] ?? 0,
        typosMax: typos[at] ?? typos[0] ?? 0,
        prefix: prefix[at] ?? prefix[0] ?? false,
      }),
    );
  });
  return weighted(fields, weights.length > 0);
};

const GROUP_LIMIT_MAX = 99;

/** Returns the fields that group the results. */
export const groupFields = (subject: Subject, parameters: Parameters): Field[] => {
  const { group_by: names, group_limit: limit } = parameters;
  if (names.length > 0 && (limit === 0 || limit > GROUP_LIMIT_MAX)) {
    refuse(`Value of \`group_limit\` must be between 1 and ${GROUP_LIMIT_MAX}.`);
  }
  const lenient = !parameters.validate_field_names;
  const fields = names.flatMap((name) => {
    if (name === "id") refuse("Cannot use `id` as a group by field.");
    return leniently(lenient, () => namedFields(subject, name, () => true));
  });
  for (const field of fields) {
    if (!field.facet) refuse(`Group by field \`${field.name}\` should be a facet field.`);
  }
  return fields;
};
