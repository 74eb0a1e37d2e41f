import { expect, test } from "bun:test";
import { csvRecord } from "./csv-text.rules";

test("quotes what a reader would split or trim, and keeps the start of a formula as it is", () => {
  expect(csvRecord(["a", "", 'a "b"', "a,b", "a\nb", " a", "=1+1", "-5", "@home"])).toBe(
    'a,,"a ""b""","a,b","a\nb"," a",=1+1,-5,@home\r\n',
  );
});
