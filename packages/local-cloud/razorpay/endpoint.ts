import type { z } from "zod";
import type { Account } from "./account";
import { readParams } from "./params";

/** The input of a handler. */
export interface Call<P> {
  params: P;
  /** The first id in the path, or an empty string. */
  id: string;
  /** The second id in the path, or an empty string. */
  otherId: string;
  /** The key of a refund, from its header. */
  idempotencyKey: string | null;
}

/** One row of the route table. */
export interface Endpoint {
  method: "GET" | "POST" | "PATCH";
  path: string;
  /** Validates the parameters and returns the function that runs the call. */
  prepare(given: object): (account: Account, call: Omit<Call<unknown>, "params">) => object;
}

export const endpoint = <P>(
  route: `${Endpoint["method"]} /v1/${string}`,
  schema: z.ZodType<P>,
  run: (account: Account, call: Call<P>) => object,
): Endpoint => {
  const [method, path] = route.split(" ") as [Endpoint["method"], string];
  return {
    method,
    path,
    prepare(given) {
      const params = readParams(schema, given);
      return (account, call) => run(account, { ...call, params });
    },
  };
};
