import { baseType, type Field, isNumber, isString } from "#cloud/typesense/field";
import { splitList } from "#cloud/typesense/parameters";
import { Refusal } from "#cloud/typesense/refusal";
import type { Direction } from "#cloud/typesense/sort";

/** A labelled range of numbers. The upper end is exclusive. */
export interface FacetRange {
  label: string;
  from: number;
  to: number;
}

/** One part of a `facet_by`. */
export interface FacetRequest {
  field: Field;
  ranges: readonly FacetRange[];
  alphabetical: Direction | undefined;
  /** The field that sorts the values. A value takes its number from a document with the value. */
  sortField: { name: string; direction: Direction } | undefined;
  /** Whether a wildcard matched the field. It is then left out if it has no values. */
  wildcard: boolean;
}

const refuse = (message: string): never => {
  throw new Refusal(400, message);
};

const missing = (name: string) =>
  new Refusal(404, `Could not find a facet field named \`${name}\` in the schema.`);

const boundIn = (field: Field, text: string, open: number) => {
  if (text === "") return open;
  const value = Number(text);
  const fits = baseType(field) === "float" || Number.isInteger(value);
  if (!/^[-+]?[\d.]+$/.test(text) || !fits) refuse("Facet range value is not valid.");
  return value;
};

const rangeIn = (field: Field, text: string): FacetRange => {
  const [, label = "", bounds = ""] = text.match(/^([^:]*):\s*\[([^\]]*)\]$/) ?? [];
  if (label.trim() === "") refuse("Facet range value is not valid.");
  const parts = bounds.split(",").map((part) => part.trim());
  if (parts.length !== 2) refuse("Error splitting the facet range values.");
  const [from = "", to = ""] = parts;
  return {
    label: label.trim(),
    from: boundIn(field, from, Number.NEGATIVE_INFINITY),
    to: boundIn(field, to, Number.POSITIVE_INFINITY),
  };
};

const checkRanges = (field: Field, ranges: readonly FacetRange[]) => {
  if (ranges.length === 0) return;
  if (!isNumber(field)) refuse("Range facet is restricted to only integer and float fields.");
  if (!field.sort) refuse("Range facets require sort enabled for the field.");
  ranges.forEach(({ from }, index) => {
    if (index > 0 && !ranges.slice(0, index).some(({ to }) => to === from)) {
      refuse("Ranges in range facet syntax should be continous.");
    }
  });
};

type Fields = ReadonlyMap<string, Field>;

const sortIn = (field: Field, text: string, fields: Fields): Partial<FacetRequest> => {
  const [, by = "", order, ...more] = splitList(text, ":");
  if (order === undefined || more.length > 0) refuse("Invalid sort format.");
  if (order !== "asc" && order !== "desc") return refuse("Invalid sort param.");
  if (by === "_alpha") {
    if (!isString(field)) refuse("Facet field should be string type to apply alpha sort.");
    return { alphabetical: order };
  }
  const sortField = fields.get(by);
  if (!sortField?.facet) throw missing(by);
  if (isString(sortField)) refuse("Sort field should be non string type to apply sort.");
  return { sortField: { name: by, direction: order } };
};

/** Returns the settings inside the parentheses of a facet, which are separated by commas outside brackets. */
const settingsIn = (text: string) => text.match(/(?:\[[^\]]*\]|[^,[])+/g) ?? [];

const settingsOf = (field: Field, text: string, fields: Fields): Partial<FacetRequest> => {
  const request: Partial<FacetRequest> = {};
  const ranges: FacetRange[] = [];
  for (const setting of settingsIn(text).map((part) => part.trim())) {
    if (setting.startsWith("sort_by")) Object.assign(request, sortIn(field, setting, fields));
    else if (/^top_k\s*:/.test(setting)) {
      if (!/:\s*(true|false)$/.test(setting)) refuse("top_k string format is invalid.");
    } else if (setting.includes("[")) ranges.push(rangeIn(field, setting));
    else refuse(`Invalid facet param \`${setting}\`.`);
  }
  ranges.sort((a, b) => a.from - b.from || a.to - b.to);
  checkRanges(field, ranges);
  return { ...request, ranges };
};

const plain = (field: Field, wildcard: boolean): FacetRequest => ({
  field,
  ranges: [],
  alphabetical: undefined,
  sortField: undefined,
  wildcard,
});

/** Parses one part of a `facet_by`. A wildcard matches all facet fields with its prefix. */
export const parseFacet = (text: string, fields: Fields): FacetRequest[] => {
  const star = text.indexOf("*");
  if (star >= 0) {
    if (star < text.length - 1) {
      throw new Refusal(404, "Only prefix matching with a wildcard is allowed.");
    }
    const named = [...fields.values()].filter(({ name }) => name.startsWith(text.slice(0, -1)));
    if (named.length === 0) {
      throw new Refusal(404, `Could not find a facet field for \`${text}\` in the schema.`);
    }
    return named.filter(({ facet }) => facet).map((field) => plain(field, true));
  }
  const [, name = "", settings] = text.match(/^([^(]*)(?:\((.*)\))?$/s) ?? [];
  if (name === "" && text !== "") refuse("Invalid facet format.");
  const field = fields.get(name.trim());
  if (!field?.facet) throw missing(name.trim());
  return [{ ...plain(field, false), ...(settings ? settingsOf(field, settings, fields) : {}) }];
};
