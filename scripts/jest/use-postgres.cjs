// Servers that tests start keep their data in PostgreSQL: see test/support/backend.ts.
process.env.LINKMILL_TEST_STORAGE = 'postgres';
