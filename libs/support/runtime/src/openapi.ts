/** What a route takes and gives, for the OpenAPI document: the schemas that also read requests. */
import { applyDecorators } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { documented } from './documented.js';

/** The body of a route, as its caller writes it. */
export const Accepts = (schema: z.ZodType, example?: unknown): MethodDecorator => {
  const examples = example === undefined ? {} : { examples: [example] };
  return documented(({ ApiBody }) =>
    ApiBody({ schema: { ...jsonSchemaOf(schema, 'input'), ...examples } }),
  );
};

/** The query of a route: each property of the schema is a parameter. */
export const Asks = (schema: z.ZodObject): MethodDecorator =>
  documented(({ ApiQuery }) => {
    const { properties = {}, required = [] } = jsonSchemaOf(schema, 'input');
    return applyDecorators(
      ...Object.entries(properties).map(([name, property]) =>
        ApiQuery({ name, required: required.includes(name), schema: property }),
      ),
    );
  });

/** One answer of a route, in a sentence, with its body where it has one. */
export const Answers = (
  status: number,
  description: string,
  schema?: z.ZodType,
): MethodDecorator & ClassDecorator =>
  documented(({ ApiResponse }) => {
    const body = schema === undefined ? {} : { schema: jsonSchemaOf(schema, 'output') };
    return ApiResponse({ status, description, ...body });
  });

type Components = NonNullable<OpenAPIObject['components']>;
type Schema = Exclude<NonNullable<Components['schemas']>[string], { readonly $ref: string }>;

/** What JSON Schema cannot say, such as an amount read from text, is left open. */
function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): Schema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest as Schema;
}
