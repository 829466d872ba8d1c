/** The OpenAPI document of a service, at /openapi.json and without a token. */
import { Controller, Get, Inject, type INestApplication } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { NEEDS_ROLE_EXTENSION } from './access.js';
import { loadSwagger } from './documented.js';
import { releaseVersion } from './release.js';

export const OPEN_API = Symbol('OPEN_API');

/** Serves the document alone; there are no pages to look at. */
@Controller()
export class OpenApiController {
  constructor(@Inject(OPEN_API) private readonly document: () => Promise<OpenAPIObject>) {}

  @Get('openapi.json')
  read(): Promise<OpenAPIObject> {
    return this.document();
  }
}

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

export async function openApiDocument(
  app: INestApplication,
  service: string,
): Promise<OpenAPIObject> {
  const { DocumentBuilder, SwaggerModule } = await loadSwagger();
  const about = new DocumentBuilder()
    .setTitle(`Sluice ${service}`)
    .setVersion(releaseVersion())
    .setOpenAPIVersion('3.1.0')
    .addSecurity('bearer', { type: 'http', scheme: 'bearer', description: 'Its role counts.' })
    .build();
  const document = SwaggerModule.createDocument(app, about);
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Refusal: REFUSAL },
  };
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const operation of Object.values(operations) as Operation[]) complete(path, operation);
  }
  return document;
}

/** Says what decorators and types do not: parameters of the path, roles, and how it is refused. */
function complete(path: string, operation: Operation): void {
  const parameters = operation.parameters ?? [];
  const named = new Set(parameters.map((parameter) => 'name' in parameter && parameter.name));
  for (const [, name = ''] of path.matchAll(/\{(\w+)\}/g)) {
    if (named.has(name)) continue;
    parameters.push({ name, in: 'path', required: true, schema: { type: 'string' } });
  }
  operation.parameters = parameters;

  const role = (operation as { readonly [NEEDS_ROLE_EXTENSION]?: string })[NEEDS_ROLE_EXTENSION];
  if (role === undefined) return;
  const sentence = `Needs the role ${role}.`;
  operation.description = [operation.description, sentence].filter(Boolean).join(' ');
  operation.responses['default'] ??= {
    description: 'Refused, with the reason.',
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } },
  };
}

const text = { type: 'string' };
const REFUSAL = {
  type: 'object',
  required: ['error', 'field', 'detail'],
  properties: {
    error: { ...text, description: 'The kind of refusal, in snake_case.' },
    field: { ...text, description: 'What of the request is at fault; empty when nothing is.' },
    detail: { ...text, description: 'A sentence for a person.' },
    faults: {
      type: 'array',
      items: { type: 'object', properties: { field: text, detail: text } },
    },
  },
};
