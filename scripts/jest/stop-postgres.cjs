// jest's `globalTeardown` for what ./postgres.cjs has started.
module.exports = async () => globalThis.stopTestPostgres?.();
