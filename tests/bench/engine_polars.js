// Keeps the answers in a Polars frame: one name of a question a line; answers {ms, rows} a line.
const pl = require('nodejs-polars');
const readline = require('readline');
const path = require('path');
const CATEGORIES = ['touchpoint', 'business_unit', 'product_type', 'channel', 'region'];
const answers = pl.readCSV(path.join(process.argv[2], 'responses.csv'), {tryParseDates: true})
  .select('customer_id', 'answered_at', ...CATEGORIES, 'nps')
  .withColumns(...CATEGORIES.map(name => pl.col(name).cast(pl.Categorical)),
    pl.col('nps').cast(pl.Float32),
    pl.col('answered_at').dt.year().mul(12).add(pl.col('answered_at').dt.month()).sub(1).cast(pl.Int32).alias('month'));
const counts = (frame, by) => frame.groupBy(by, false).agg(
  pl.col('nps').gtEq(9).cast(pl.Int64).sum().alias('p'), pl.col('nps').ltEq(6).cast(pl.Int64).sum().alias('d'),
  pl.col('nps').count().cast(pl.Int64).alias('n'));
const questions = {
  Q1a: () => counts(answers.lazy(), ['touchpoint']).collectSync(),
  Q1b: () => counts(answers.lazy().filter(
    pl.col('region').cast(pl.Utf8).isIn(['广东省', '江苏省', '浙江省', '上海市', '四川省'])
      .and(pl.col('answered_at').gtEq(pl.lit(new Date('2023-07-01T00:00:00Z'))))
      .and(pl.col('answered_at').lt(pl.lit(new Date('2023-10-01T00:00:00Z'))))),
    ['business_unit', 'product_type', 'channel']).collectSync(),
  Q2: () => {
    const found = counts(answers.lazy(), ['business_unit', 'month']);
    const before = found.withColumns(pl.col('month').add(12).cast(pl.Int32).alias('month'));
    return found.join(before, {on: ['business_unit', 'month'], how: 'left', suffix: '_before'}).collectSync();
  }};
(async () => {
  for await (const line of readline.createInterface({input: process.stdin})) {
    const start = process.hrtime.bigint();
    const frame = questions[JSON.parse(line)]();
    const ms = Number(process.hrtime.bigint() - start) / 1e6;
    const rows = frame.rows().map(row => row.map(value => typeof value === 'bigint' ? Number(value) : value));
    process.stdout.write(JSON.stringify({ms, rows}) + '\n');
  }
})();
