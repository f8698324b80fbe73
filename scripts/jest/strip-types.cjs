// Node's own type stripping as a jest transformer: tests see exactly what Node would run.
const { stripTypeScriptTypes } = require('node:module');

module.exports = {
	process: (source) => ({ code: stripTypeScriptTypes(source, { mode: 'strip' }) }),
};
