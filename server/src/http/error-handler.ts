import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest, FastifySchemaValidationError } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { AppError, type ErrorCode, type ErrorParams, explainError } from '../domain/errors.ts';
import { describeIssues, type SchemaIssue } from '../domain/schema-problems.ts';

/** Fastify's own refusals in the words of the catalogue. */
const ownCodes: Record<string, [ErrorCode, ErrorParams?]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['HTTP_TOO_LARGE'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['HTTP_MEDIA_TYPE'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['HTTP_INVALID', { problem: '不是合法的 JSON' }],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['HTTP_INVALID', { problem: '内容为空' }],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['HTTP_INVALID', { problem: '长度与 Content-Length 不符' }],
};

/** The HTTP edge: whatever was thrown becomes `{code, message, next, params, requestId}`; what is not of the catalogue is logged and told to nobody. */
export function handleErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => answerError(toAppError(error, request), request, reply));
}

/** Answers with one error of the catalogue. */
export function answerError(error: AppError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const params = error.code === 'HTTP_INTERNAL' ? { requestId: request.id } : error.params;
  const { message, next, status } = explainError(error.code, params);
  if (status >= 500) request.log.error({ err: error.cause ?? error, code: error.code }, 'request failed');
  else if (status === 401 || status === 403 || status === 429) request.log.warn({ code: error.code, source: request.source }, 'request refused');
  return reply
    .status(status)
    .type('application/json; charset=utf-8')
    .serializer(JSON.stringify)
    .send({ code: error.code, message, next, params, requestId: request.id });
}

function toAppError(error: unknown, request: FastifyRequest): AppError {
  if (error instanceof AppError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const context = (error as FastifyError).validationContext;
    const schemas = request.routeOptions.schema;
    const schema = context === 'body' ? schemas?.body : context === 'params' ? schemas?.params : schemas?.querystring;
    return new AppError('HTTP_INVALID', describeIssues(error.validation.map(issueOf), schema));
  }
  const { code, statusCode } = error as Partial<FastifyError>;
  const own = code === undefined ? undefined : ownCodes[code];
  if (own) return new AppError(own[0], own[1]);
  if (statusCode === 429) return new AppError('HTTP_TOO_MANY');
  if (code?.startsWith('FST_ERR_') && statusCode !== undefined && statusCode < 500) return new AppError('HTTP_INVALID', { problem: '请求格式不对' });
  return new AppError('HTTP_INTERNAL', {}, { cause: error });
}

function issueOf(issue: FastifySchemaValidationError): SchemaIssue {
  return {
    code: issue.keyword,
    path: issue.instancePath.split('/').filter((part) => part !== ''),
    message: issue.message ?? '不符合要求',
    params: issue.params,
  };
}
