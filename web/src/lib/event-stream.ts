export interface StreamEvent {
  event: string;
  data: string;
}

/**
 * Cuts the text of a server-sent event stream into events as it arrives; what is unfinished is kept for the next piece.
 * Written out instead of EventSource because that hides the pings, and without them a dead line looks alive for hours.
 */
export function createEventParser(onEvent: (event: StreamEvent) => void): (piece: string) => void {
  let rest = '';
  let event = 'message';
  let data: string[] = [];
  const take = (line: string) => {
    if (line === '') {
      if (data.length > 0) onEvent({ event, data: data.join('\n') });
      event = 'message';
      data = [];
    } else if (line.startsWith('event:')) event = line.slice(6).trimStart();
    else if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''));
  };
  return (piece) => {
    const lines = (rest + piece).split(/\r\n|\n/);
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
  };
}
