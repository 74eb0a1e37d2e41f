import { expect, test } from "bun:test";
import { postalLines } from "./postal-lines";

test("returns the lines below the name, with the country in words", () => {
  const address = {
    name: "Grace Guest",
    line1: "Torstraße 1",
    city: "Berlin",
    postalCode: "10119",
    country: "DE",
  };
  expect(postalLines(address)).toEqual(["Torstraße 1", "10119 Berlin", "Germany"]);
});

test("leaves out what an erased address does not have", () => {
  expect(postalLines({ name: "", line1: "", country: "JP" })).toEqual(["Japan"]);
});
