import type { Client } from "typesense";

type Adapter = Extract<
  NonNullable<ConstructorParameters<typeof Client>[0]["axiosAdapter"]>,
  (config: never) => unknown
>;
type Config = Parameters<Adapter>[0];
type Response = Awaited<ReturnType<Adapter>>;

/** A request as the Typesense SDK gives it to axios. */
type Request = Omit<Config, "headers" | "adapter" | "transformResponse"> & {
  headers: Record<string, string>;
  adapter: Adapter;
  transformResponse: ((data: unknown, headers: Response["headers"]) => unknown)[];
};

const bodyOf = (data: unknown) =>
  data === undefined || typeof data === "string" ? data : JSON.stringify(data);

/**
 * Stands in the bundle for axios, which would be a fifteenth of the Worker. The adapter in typesense.client.ts sends
 * the requests; only the body before and the response after it are left to axios.
 * https://github.com/typesense/typesense-js/blob/master/src/Typesense/ApiCall.ts
 */
export default async function axios(request: Request): Promise<Response> {
  const headers = { toJSON: () => request.headers } as Config["headers"];
  const config = { ...request, headers, data: bodyOf(request.data) } as unknown as Config;
  const response = await request.adapter(config);
  const data = request.transformResponse.reduce(
    (body: unknown, transform) => transform(body, response.headers),
    response.data,
  );
  return { ...response, data };
}
