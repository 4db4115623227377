import { openapiDocument } from '../openapi.ts';
import { print } from './output.ts';

/** `openapi`: the API document as JSON. */
export async function openapi(): Promise<number> {
  print(JSON.stringify(await openapiDocument(), null, 2));
  return 0;
}
