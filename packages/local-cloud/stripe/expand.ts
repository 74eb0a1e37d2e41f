import { z } from "zod";
import type { Account } from "./account";
import type { Endpoint } from "./endpoint";
import type { Form } from "./form";
import { listPage } from "./listing";
import { list, readParams, text } from "./params";
import { invalidRequest } from "./refusal";
import type { Kind } from "./store";

const DEPTH_MAX = 4;

/** Which fields hold the id of another object, and of what kind. */
const EXPANDABLE: Partial<Record<string, Record<string, Kind>>> = {
  payment_intent: {
    customer: "customer",
    latest_charge: "charge",
    payment_method: "payment_method",
  },
  charge: { customer: "customer", payment_intent: "payment_intent", refunds: "refund" },
  refund: { charge: "charge", customer: "customer", payment_intent: "payment_intent" },
};

const Expand = z.object({ expand: list(text()).optional() });

const notExpandable = (name: string) =>
  invalidRequest(`This property cannot be expanded (${name}).`);

const checkPath = (endpoint: Endpoint, segments: string[]) => {
  let kind: string = endpoint.answers;
  for (const segment of segments) {
    const inner = EXPANDABLE[kind]?.[segment];
    if (!inner) throw notExpandable(segment);
    kind = inner;
  }
};

/** Takes `expand` out of the form and checks it, before anything is done. */
export const readExpand = (endpoint: Endpoint, form: Form): string[][] => {
  if (!("expand" in form)) return [];
  const { expand = [] } = readParams(Expand, form);
  delete form.expand;
  return expand.map((path) => {
    const segments = path.split(".");
    if (endpoint.isList && segments.shift() !== "data") throw notExpandable(path);
    if (segments.length > DEPTH_MAX)
      throw invalidRequest("You cannot expand more than 4 levels of a property.");
    checkPath(endpoint, segments);
    return segments;
  });
};

type Fields = Record<string, unknown>;

const target = (account: Account, object: Fields, name: string, kind: Kind) => {
  if (kind === "refund") return listPage(account, kind, { charge: String(object.id) });
  const id = object[name];
  return typeof id === "string" ? (account.objects.get(kind, id) ?? id) : id;
};

const expandPath = (account: Account, object: Fields, [name, ...rest]: string[]): Fields => {
  const kind = name && EXPANDABLE[String(object.object)]?.[name];
  if (!kind) return object;
  const inner = target(account, object, name, kind);
  const deeper = inner !== null && typeof inner === "object" && rest.length > 0;
  return { ...object, [name]: deeper ? expandPath(account, inner as Fields, rest) : inner };
};

/** Puts whole objects where ids stood. */
export const expand = (account: Account, answer: object, paths: string[][]): object => {
  const whole = (object: Fields) =>
    paths.reduce((result, path) => expandPath(account, result, path), object);
  if (paths.length === 0) return answer;
  const { data } = answer as { data?: Fields[] };
  return data ? { ...answer, data: data.map(whole) } : whole(answer as Fields);
};
