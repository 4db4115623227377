import { BlockList, isIP } from 'node:net';

/** Whether a text is one address or a CIDR range, IPv4 or IPv6. */
export function isSource(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || address.includes('%') || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

/** Whether a device may push from an address; an empty list allows every address. */
export function sourceAllowed(device: { allowedSources: readonly string[] }, source: string): boolean {
  if (device.allowedSources.length === 0) return true;
  const address = source.replace(/^::ffff:(?=\d+\.)/, '').replace(/%.*$/, '');
  const version = isIP(address);
  if (version === 0) return false;
  const allowed = new BlockList();
  for (const text of device.allowedSources) {
    const [net = '', bits] = text.split('/');
    const family = isIP(net) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) allowed.addAddress(net, family);
    else allowed.addSubnet(net, Number(bits), family);
  }
  return allowed.check(address, version === 6 ? 'ipv6' : 'ipv4');
}
