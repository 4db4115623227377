import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { runSimulator } from './cli.ts';

async function run(argv: string[]): Promise<{ code: number; text: string; refused: string[] }> {
  const lines: string[] = [];
  const refused: string[] = [];
  const code = await runSimulator(argv, { print: (line) => void lines.push(line), refuse: (option) => void refused.push(option) });
  return { code, text: lines.join('\n'), refused };
}

describe('greengate simulate', () => {
  test('help is Chinese and exits 0, a wrong device or a missing address exits 2', async () => {
    expect(await run(['help'])).toEqual({ code: 0, text: expect.stringContaining('用法：greengate simulate'), refused: [] });
    expect(await run(['camera', 'nobody'])).toEqual({ code: 2, text: '', refused: ['camera nobody'] });
    expect(await run(['camera', 'vzenith', '--no-such-option'])).toEqual({ code: 2, text: '', refused: ['camera vzenith --no-such-option'] });
    expect(await run(['camera', 'vzenith'])).toEqual({ code: 2, text: '', refused: ['--push'] });
    expect(await run(['platform', 'hebei', '--port', 'abc'])).toEqual({ code: 2, text: '', refused: ['--port'] });
  });

  test('a simulated camera drives by and says whether the barrier opened', async () => {
    const server = createServer((request, response) => {
      request.resume();
      request.on('end', () => response.end(JSON.stringify({ Response_AlarmInfoPlate: { info: 'ok', content: 'retransfer_stop' } })));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const result = await run([
      'camera',
      'vzenith',
      '--push',
      `http://127.0.0.1:${(server.address() as AddressInfo).port}/in/t`,
      '--plate',
      '冀B00001',
      '--no-images',
    ]);
    expect([result.code, /^冀B00001 yellow → 已开闸 · HTTP 200 · /.test(result.text)]).toEqual([0, true]);
    server.closeAllConnections();
    server.close();
  });
});
