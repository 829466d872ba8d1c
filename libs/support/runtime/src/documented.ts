/** Decorators that only the OpenAPI document needs, applied when somebody first asks for it. */
import type * as Library from '@nestjs/swagger';

type Swagger = typeof Library;
type Decorator = MethodDecorator & ClassDecorator;
type Decorated = Parameters<MethodDecorator>;

const waiting: ((swagger: Swagger) => void)[] = [];

/** The library takes half a second of CPU to load, which no service should pay at its start. */
export const documented =
  (decorator: (swagger: Swagger) => MethodDecorator | ClassDecorator): Decorator =>
  (...decorated: readonly unknown[]) => {
    waiting.push((swagger) => {
      (decorator(swagger) as MethodDecorator)(...(decorated as Decorated));
    });
  };

/** The library, with everything said so far known to it. */
export async function loadSwagger(): Promise<Swagger> {
  const swagger = await import('@nestjs/swagger');
  for (const apply of waiting.splice(0)) apply(swagger);
  return swagger;
}
