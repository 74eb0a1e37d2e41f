/**
 * Stands in the bundle for what sanitize-html loads and descriptions never use: postcss, which parses style attributes
 * (`parseStyleAttributes: false`), and dayjs, which formats the dates of other forms. Both would be a tenth of the
 * Worker.
 */
const absent = () => {
  throw new Error("This part of sanitize-html is left out of the bundle.");
};

export const parse = absent;
export default absent;
