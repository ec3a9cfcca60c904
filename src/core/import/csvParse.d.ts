/**
 * What the core uses of csv-parse. The package's own types bring those of Node along, which the core must not see;
 * its code imports nothing.
 */
export declare function parse(
  input: string,
  options: { readonly relax_column_count: true; readonly record_delimiter: string },
): string[][]
