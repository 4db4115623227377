import { type DestinationStream, type Logger, pino } from 'pino';

/** English, structured, one JSON object a line. Secrets by name and tokens in paths never reach it; queries carry plates and are left out. */
export function createLog(level: string, destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: [
          'password',
          '*.password',
          'token',
          '*.token',
          'secret',
          '*.secret',
          'clientSecret',
          '*.clientSecret',
          'authorization',
          '*.authorization',
          '*.cookie',
          'headers',
          '*.headers',
        ],
        censor: '***',
      },
      serializers: {
        req: (request: { method?: string; url?: string }) => ({ method: request.method, path: maskPath(request.url ?? '') }),
        res: (reply: { statusCode?: number }) => ({ status: reply.statusCode }),
        err: pino.stdSerializers.err,
      },
    },
    destination ?? pino.destination({ dest: 1, sync: false }),
  );
}

/** The path of a request for the log: no query, and nothing of the tokens that device and photo addresses carry. */
export function maskPath(url: string): string {
  const path = url.split(/[?#]/, 1)[0] ?? '';
  // Percent-encoding and doubled slashes must not carry a token past the mask.
  const secret = /^\/+(in|photos)(?=\/|$)/i.exec(safeDecode(path));
  return secret ? `/${secret[1]?.toLowerCase()}/***` : path.slice(0, 500);
}

function safeDecode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
