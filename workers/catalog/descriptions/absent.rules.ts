/**
 * Stands in the bundle for what sanitize-html loads and descriptions never use: postcss, which parses style attributes
 * (`parseStyleAttributes: false`), dayjs, which formats the dates of other forms, and the trees of htmlparser2, whose
 * parser alone is used. They would be an eighth of the Worker.
 */
const absent = () => {
  throw new Error("This part of sanitize-html is left out of the bundle.");
};

export const parse = absent;
export const DomHandler = absent;
export const getFeed = absent;
export default absent;
