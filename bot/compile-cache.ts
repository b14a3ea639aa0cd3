import { enableCompileCache } from 'node:module';

// The second start finds its files compiled: a third of a second less. Kept in the system's folder for such things.
enableCompileCache();
