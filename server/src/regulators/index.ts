import type { RegulatorProtocol } from './contract.ts';
import { hebeiLowEmission } from './hebei-low-emission.ts';

/** Every protocol of the house; a new one is one file, its fixtures and one line here. */
export const regulatorProtocols: readonly RegulatorProtocol[] = [hebeiLowEmission];
