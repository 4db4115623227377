/**
 * Gives the memory behind bytes back at once instead of at the next collection; whoever still looks at them sees none. Bytes that are only
 * a part of a larger buffer are left alone. For bodies and pictures: hundreds of kilobytes each, they would make the collector run all day.
 */
export function giveBack(bytes: Uint8Array): void {
  const { buffer } = bytes;
  if (buffer instanceof ArrayBuffer && !buffer.detached && buffer.byteLength === bytes.byteLength) buffer.transfer(0);
}
