import { expect, test } from 'vitest';
import { createEventParser, type StreamEvent } from './event-stream.ts';

const stream = 'event: hello\ndata: {"a":1}\n\n: ping\n\nevent: passage\r\ndata: 冀B1\r\ndata: 2\r\n\r\ndata: plain\n\nevent: empty\n\n';

test('events come out the same however the stream is cut into pieces', () => {
  const wanted: StreamEvent[] = [
    { event: 'hello', data: '{"a":1}' },
    { event: 'passage', data: '冀B1\n2' },
    { event: 'message', data: 'plain' },
  ];
  for (let size = 1; size <= stream.length; size += 1) {
    const found: StreamEvent[] = [];
    const feed = createEventParser((event) => found.push(event));
    for (let at = 0; at < stream.length; at += size) feed(stream.slice(at, at + size));
    expect(found).toEqual(wanted);
  }
});
