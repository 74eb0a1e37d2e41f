import { baseType, type Field, isNumber, isString } from "#cloud/typesense/field";
import { Refusal } from "#cloud/typesense/refusal";
import type { Filter, NumberComparator, NumberTest, TextComparison } from "./filter";
import { isOperator, listedValues, postfixTokens } from "./tokens";

const OPERATIONS_MAX = 100;
const COMPARATORS: readonly NumberComparator[] = ["<=", ">=", "!=", "<", ">"];

const fault = (field: Field, message: string) =>
  new Refusal(400, `Error with filter field \`${field.name}\`: ${message}`);

const listIn = (value: string) =>
  value.startsWith("[") && value.endsWith("]") ? value.slice(1, -1) : undefined;

const integerPattern = /^[-+]?\d+$/;
const numberPattern = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

const INT32_MAX = 2 ** 31 - 1;

const numberIn = (field: Field, text: string) => {
  const type = baseType(field);
  if (type === "float") {
    if (!numberPattern.test(text)) throw fault(field, "Not a float.");
    return Math.fround(Number(text));
  }
  if (!integerPattern.test(text)) throw fault(field, `Not an ${type}.`);
  const value = Number(text);
  if (type === "int32" && (value > INT32_MAX || value < -INT32_MAX - 1)) {
    throw fault(field, `\`${text}\` exceeds the range of an int32.`);
  }
  return value;
};

const numberTests = (field: Field, text: string): NumberTest[] => {
  const comparator = COMPARATORS.find((each) => text.startsWith(each));
  if (comparator) {
    return [{ comparator, value: numberIn(field, text.slice(comparator.length).trim()) }];
  }
  if (numberPattern.test(text)) return [{ comparator: "=", value: numberIn(field, text) }];
  if (!text.includes("..")) throw fault(field, "Numerical field has an invalid comparator.");
  const [from, to] = text.split("..").map((bound) => numberIn(field, bound.trim()));
  return from === undefined || to === undefined ? [] : [{ from, to }];
};

const numberFilter = (field: Field, raw: string): Filter => {
  const bang = raw.startsWith("!") && !raw.startsWith("!=");
  const value = bang ? raw.slice(1).trim() : raw;
  if (value === "") throw fault(field, "Filter value cannot be empty after '!' operator.");
  const excluded = value.startsWith("!=") ? listIn(value.slice(2).trim()) : undefined;
  const list = excluded ?? listIn(value);
  const parts = list === undefined ? [value] : list.split(",").map((part) => part.trim());
  const tests = parts.filter((part) => part !== "").flatMap((part) => numberTests(field, part));
  return { kind: "number", field, tests, negated: bang || excluded !== undefined };
};

const boolFilter = (field: Field, raw: string): Filter => {
  const negated = raw.startsWith("!");
  const value = raw.replace(/^(!=|!|=)\s*/, "");
  if (value === "") throw fault(field, "Filter value cannot be empty.");
  const list = listIn(value);
  const tests = (list === undefined ? [value] : list.split(",")).map((part): NumberTest => {
    const text = part.trim();
    if (text !== "true" && text !== "false") {
      throw new Refusal(
        400,
        list === undefined
          ? `Value of filter field \`${field.name}\` must be \`true\` or \`false\`.`
          : `Values of filter field \`${field.name}\`: must be \`true\` or \`false\`.`,
      );
    }
    return { comparator: "=", value: text === "true" ? 1 : 0 };
  });
  return { kind: "number", field, tests, negated };
};

const quoted = (value: string) => value.length > 1 && value.startsWith('"') && value.endsWith('"');

const textFilter = (field: Field, raw: string): Filter => {
  const [operator = ""] = raw.match(/^(!=|!|=)\s*/) ?? [];
  const value = raw.slice(operator.length);
  if (value === "") throw fault(field, "Filter value cannot be empty.");
  const list = quoted(value) ? undefined : listIn(value);
  const values = list === undefined ? [value] : listedValues(list);
  let comparison: TextComparison = /^(!=|=)/.test(operator) ? "equals" : "contains";
  // If a list contains a phrase, the first value decides how all values are compared.
  if (values.some(quoted)) comparison = quoted(values[0] ?? "") ? "phrase" : "equals";
  return {
    kind: "text",
    field,
    comparison,
    values: values.map((each) => (quoted(each) ? each.slice(1, -1) : each)),
    negated: operator.startsWith("!"),
  };
};

const idFilter = (raw: string): Filter => {
  const [operator = ""] = raw.match(/^(!=|=)\s*/) ?? [];
  const value = raw.slice(operator.length);
  const list = listIn(value);
  const ids = listedValues(list ?? value);
  if (value === "" || (list === undefined && ids.length === 0)) {
    throw new Refusal(400, "Error with filter field `id`: Filter value cannot be empty.");
  }
  const chosen = list === undefined ? ids.slice(0, 1) : ids;
  return {
    kind: "id",
    ids: chosen.includes("*") ? "*" : chosen,
    negated: operator.startsWith("!"),
  };
};

export interface FilterSchema {
  field(name: string): Field | undefined;
  /** Whether to ignore fields that are not in the schema. */
  lenient: boolean;
}

const expression = (text: string, schema: FilterSchema): Filter => {
  const colon = text.indexOf(":");
  if (colon < 0) throw new Refusal(400, "Could not parse the filter query.");
  const name = text.slice(0, colon).trim();
  const raw = text.slice(colon + 1).trim();
  if (name === "id") return idFilter(raw);
  const field = schema.field(name);
  if (!field) {
    if (schema.lenient) return { kind: "ignored" };
    throw new Refusal(400, `Could not find a filter field named \`${name}\` in the schema.`);
  }
  if (!field.index) throw new Refusal(400, `Cannot filter on non-indexed field \`${name}\`.`);
  if (isString(field)) return textFilter(field, raw);
  const value = raw.startsWith("=") ? raw.slice(1).trim() : raw;
  return isNumber(field) ? numberFilter(field, value) : boolFilter(field, value);
};

/** Parses a `filter_by`. Returns undefined if it is empty. */
export const parseFilter = (text: string, schema: FilterSchema): Filter | undefined => {
  if (text.trim() === "") return undefined;
  const postfix = postfixTokens(text);
  if (postfix.length > OPERATIONS_MAX) {
    throw new Refusal(
      400,
      `\`filter_by\` has too many operations. Maximum allowed: ${OPERATIONS_MAX}. Use \`--filter-by-max-ops\` command line argument to customize this value.`,
    );
  }
  const operands: Filter[] = [];
  for (const token of postfix) {
    if (!isOperator(token)) {
      operands.push(expression(token, schema));
      continue;
    }
    const right = operands.pop();
    const left = operands.pop();
    if (!left || !right) {
      throw new Refusal(400, `Could not parse the filter query: unbalanced \`${token}\` operands.`);
    }
    operands.push({ kind: token === "&&" ? "and" : "or", left, right });
  }
  const root = operands.pop();
  if (!root) throw new Refusal(400, "Filter query cannot be empty.");
  return root;
};
