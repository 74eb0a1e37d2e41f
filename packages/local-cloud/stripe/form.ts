import { invalidRequest } from "./refusal";

/**
 * A decoded form. Brackets in names become nested objects: `metadata[order]=o1` is `{ metadata: { order: "o1" }
 * }`.
 */
export interface Form {
  [name: string]: string | Form;
}

/** Deeper than any parameter of the API. */
const DEPTH_MAX = 8;

/** Has no prototype, so that a parameter called `__proto__` is an ordinary name. */
const emptyForm = (): Form => Object.create(null) as Form;

const segments = (name: string) => {
  const open = name.indexOf("[");
  if (open < 1 || !name.endsWith("]")) return [name];
  return [name.slice(0, open), ...name.slice(open + 1, -1).split("][")];
};

const setField = (form: Form, name: string, value: string) => {
  const path = segments(name);
  if (path.length > DEPTH_MAX) throw invalidRequest("Invalid object: nested too deeply");
  const last = path.pop() ?? name;
  let holder = form;
  for (const segment of path) {
    const inner = holder[segment] ?? emptyForm();
    if (typeof inner === "string") throw invalidRequest("Invalid object", { param: name });
    holder[segment] = inner;
    holder = inner;
  }
  // In `types[]=a&types[]=b` the items have no numbers, so they are numbered here.
  holder[last === "" ? String(Object.keys(holder).length) : last] = value;
};

/** Decodes `application/x-www-form-urlencoded` texts as Stripe does. */
export const decodeForm = (...texts: string[]): Form => {
  const form = emptyForm();
  for (const text of texts) {
    for (const [name, value] of new URLSearchParams(text)) setField(form, name, value);
  }
  return form;
};
