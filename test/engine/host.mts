import { createEngine } from './engine.mts';
import { serve } from './serve.mts';

// The process that client.mts starts: n8n's engine on the one side, messages on the other.

await serve(createEngine);
