import { expect, test } from "bun:test";
import { appErrorIn } from "#kernel/errors";
import { arriving, paced } from "./arrival";

const stuck = (first: string) =>
  new ReadableStream<Uint8Array>({
    start: (stream) => stream.enqueue(new TextEncoder().encode(first)),
  });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (err) => appErrorIn(err)?.code,
  );

test("answers 408 when a body does not arrive in time", async () => {
  expect(await codeOf(arriving(new Response(stuck("a")).arrayBuffer(), 5))).toBe("request_timeout");
  expect(await codeOf(arriving(Promise.resolve(), 5))).toBe("done");
});

test("fails a body stream when its next piece does not arrive in time", async () => {
  const reader = paced(stuck("a"), 5).getReader();
  expect((await reader.read()).value).toEqual(new TextEncoder().encode("a"));
  expect(await codeOf(reader.read())).toBe("request_timeout");
});

test("returns a body unchanged when it arrives in time", async () => {
  expect(await new Response(paced(new Blob(["whole"]).stream(), 1000)).text()).toBe("whole");
});

test("fails a body stream with 400 when the client disconnects", async () => {
  const gone = new ReadableStream<Uint8Array>({
    pull: (stream) => stream.error(new Error("Network connection lost.")),
  });
  expect(await codeOf(paced(gone, 1000).getReader().read())).toBe("malformed_request");
});
