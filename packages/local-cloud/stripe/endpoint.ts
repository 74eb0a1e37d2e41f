import type { z } from "zod";
import type { Account } from "./account";
import type { Form } from "./form";
import { readParams } from "./params";
import type { Refusal } from "./refusal";

/** What a handler is given: the parameters, read, and the id in the path (or an empty string). */
export interface Call<P> {
  params: P;
  id: string;
}

/** What a handler gives back. A refusal that is returned, not thrown, keeps what the call wrote. */
export type Outcome = object | Refusal;

/** One line of the route table. */
export interface Endpoint {
  method: "GET" | "POST" | "DELETE";
  path: string;
  /** Reads the parameters before any effect. Returns the function that has the effects. */
  prepare(form: Form, id: string): (account: Account) => Outcome;
}

type Route = `${Endpoint["method"]} /v1/${string}`;

export const endpoint = <P>(
  route: Route,
  schema: z.ZodType<P>,
  run: (account: Account, call: Call<P>) => Outcome,
): Endpoint => {
  const [method, path] = route.split(" ") as [Endpoint["method"], string];
  return {
    method,
    path,
    prepare(form, id) {
      const params = readParams(schema, form);
      return (account) => run(account, { params, id });
    },
  };
};
