// Keeps a DuckDB file open: one JSON string with a statement a line; answers {ms, rows} a line.
const {DuckDBInstance} = require('@duckdb/node-api');
const readline = require('readline');
const [path, threads] = process.argv.slice(2);
(async () => {
  const instance = await DuckDBInstance.create(path, {threads});
  const connection = await instance.connect();
  for await (const line of readline.createInterface({input: process.stdin})) {
    const start = process.hrtime.bigint();
    const reader = await connection.runAndReadAll(JSON.parse(line));
    const ms = Number(process.hrtime.bigint() - start) / 1e6;
    process.stdout.write(JSON.stringify({ms, rows: reader.getRowsJson()}) + '\n');
  }
  connection.closeSync();
  instance.closeSync();
})();
