import { expect, test } from "bun:test";
import { declineCodeOf } from "./decline-code.rules";

test.each([
  ["insufficient_funds", "insufficient_funds"],
  ["expired_card", "expired_card"],
  ["incorrect_cvc", "incorrect_cvc"],
  ["processing_error", "processing_error"],
  ["stolen_card", "declined"],
  ["lost_card", "declined"],
  ["generic_decline", "declined"],
  ["invalid_token", "declined"],
  [null, null],
])("shows the provider's failure code %p to a buyer as %p", (failureCode, shown) => {
  expect(declineCodeOf(failureCode)).toBe(shown);
});
