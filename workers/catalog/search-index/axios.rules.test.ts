import { expect, test } from "bun:test";
import axios from "./axios.rules";

type Request = Parameters<typeof axios>[0];

/** Sends a request as the SDK does, and returns what the adapter got and what the SDK gets. */
const sent = async (data: unknown) => {
  const got: unknown[] = [];
  const { data: answer, status } = await axios({
    url: "http://localhost/collections",
    method: "post",
    headers: { "x-typesense-api-key": "key" },
    data,
    transformResponse: [(text) => JSON.parse(text as string)],
    adapter: async (config) => {
      got.push(config.headers.toJSON(), config.data);
      return { data: '{"ok":true}', status: 201, statusText: "", headers: {}, config };
    },
  } as Request);
  return { got, answer, status };
};

const HEADERS = { "x-typesense-api-key": "key" };

test.each([
  ["an object", { name: "products" }, '{"name":"products"}'],
  ["lines", '{"id":"1"}\n{"id":"2"}', '{"id":"1"}\n{"id":"2"}'],
  ["nothing", undefined, undefined],
])(
  "passes the body to the adapter and parses the response when the SDK sends %s",
  async (_, data, body) => {
    expect(await sent(data)).toEqual({ got: [HEADERS, body], answer: { ok: true }, status: 201 });
  },
);
