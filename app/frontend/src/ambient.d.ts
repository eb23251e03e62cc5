/// <reference types="svelte" />
/// <reference types="vite/client" />

declare module 'virtual:catalogue' {
  const messages: Record<string, string | string[]>;
  export default messages;
}

declare module 'swagger-ui-dist/swagger-ui-es-bundle.js' {
  import type { SwaggerUIBundle } from 'swagger-ui-dist';
  const bundle: SwaggerUIBundle;
  export default bundle;
}
