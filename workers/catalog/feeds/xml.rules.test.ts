import { expect, test } from "bun:test";
import { clipped, xmlElement } from "./xml.rules";

test("escapes what has a meaning in XML, and leaves out what it forbids", () => {
  expect(xmlElement("t", "a & <b> ]]> \u0000\u000bc\ud800")).toBe(
    "<t>a &amp; &lt;b&gt; ]]&gt; c\ufffd</t>",
  );
});

test("cuts a text between characters", () => {
  expect(clipped("a😀b", 2)).toBe("a😀");
  expect(clipped("short", 10)).toBe("short");
});
