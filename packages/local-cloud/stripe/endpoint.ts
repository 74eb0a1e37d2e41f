import type { z } from "zod";
import type { Account } from "./account";
import type { Form } from "./form";
import { readParams } from "./params";
import type { Refusal } from "./refusal";

/** The input of a handler: the validated parameters, and the id in the path (or an empty string). */
export interface Call<P> {
  params: P;
  id: string;
}

/** The result of a handler. A returned refusal keeps what the call wrote; a thrown one rolls it back. */
export type Outcome = object | Refusal;

/** One row of the route table. */
export interface Endpoint {
  method: "GET" | "POST" | "DELETE";
  path: string;
  /** Validates the parameters and returns the function that runs the call. */
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
