import { expect, test } from "bun:test";
import { documentsByTag, wholeDocument } from "./document";
import { DOCUMENT, textOf } from "./files";
import { findingsIn } from "./lint";

const whole = textOf(await wholeDocument());

test("docs/openapi.json is the document of the present route definitions", async () => {
  expect(await Bun.file(DOCUMENT).text()).toBe(whole);
});

test("the document passes Redocly's strict rules without a finding", async () => {
  expect(await findingsIn(whole)).toEqual([]);
});

test("the document of each tag passes Redocly's strict rules without a finding", async () => {
  for (const [tag, document] of await documentsByTag())
    expect([tag, await findingsIn(textOf(document))]).toEqual([tag, []]);
});
